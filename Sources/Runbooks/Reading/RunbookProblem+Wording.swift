internal import Text

extension RunbookProblem: Problem {
  var severity: Severity {
    switch self {
    case .noNodes, .rawInsertion, .secondShell, .quotedTwice, .secretArgument, .lostAssignment, .approvalWithoutGroup,
      .timeoutBeyondRun, .rollbackOfIrreversible, .rollbackOfPivot, .insecureRequest, .literalCredentials:
      .warning
    default: .error
    }
  }

  var id: String {
    switch self {
    case .unknownKey, .keyOfOtherKind, .topLevelValue, .withoutProcess: "runbook.unknown-key"
    case .notYet, .kindNotYet: "runbook.not-yet"
    case .wrongForm, .wrongItem, .notATable, .foreachOverText: "runbook.type"
    case .wrongValue, .emptyCommand, .emptyWord, .nonPositiveJobs, .timeoutOfZero, .shellTemplate: "runbook.value"
    case .timeoutBeyondRun: "runbook.timeout"
    case .invalidNodeName, .nodeNameTooLong: "runbook.node-name"
    case .invalidVariableName, .reservedVariableName: "runbook.variable-name"
    case .unknownKind, .noKind, .severalKinds, .stepKind: "runbook.kind"
    case .missingKey, .missingSubkey: "runbook.missing-key"
    case .unsafeRepetition: "runbook.unsafe-retry"
    case .rollbackOfIrreversible, .rollbackOfPivot: "runbook.rollback"
    case .approvalWithoutGroup: "runbook.approval-group"
    case .sameKeyTwice, .exclusiveKeys, .criticalAndAllowed: "runbook.conflict"
    case .invalidDependency: "runbook.dependency"
    case .unknownFunction: "runbook.unknown-function"
    case .rawInsertion: "shell.raw"
    case .invalidPluginName, .configurationOfNoPlugin: "runbook.plugin"
    case .invalidEnvironmentName: "runbook.environment-name"
    case .invalidHeaderName, .ownHeader, .doubledHeader: "runbook.header-name"
    case .insecureRequest: "runbook.insecure"
    case .literalCredentials: "secret.literal"
    case .defaultAndRequired, .minimumOverMaximum, .rangeOfText, .patternOfNoText, .secretOfNoText:
      "runbook.variable"
    case .lostAssignment: "template.lost-assignment"
    case .secondShell: "shell.second-shell"
    case .quotedTwice: "shell.quoted-twice"
    case .secretArgument, .secretWord: "secret.argument"
    case .invalidSecretName, .noProvider, .severalProviders, .providerTemplate: "secret.declaration"
    case .noNodes: "runbook.no-nodes"
    case .severalExpressions: "runbook.condition"
    case .withoutIteration, .emptyMatrix, .emptyMatrixList: "runbook.iteration"
    }
  }

  var message: String {
    switch self {
    case .unknownKey(let key, let section, _, _): "unknown key `\(key)` in \(section)"
    case .keyOfOtherKind(let key, let kind, _): "key `\(key)` does not belong to a \(kind.rawValue) node"
    case .notYet(let key): "key `\(key)` is not available yet"
    case .kindNotYet(let kind): "nodes of type \(kind.rawValue) are not available yet"
    case .wrongForm(let key, let expected, let found): "`\(key)` must be \(expected), not \(found)"
    case .wrongItem(let key, let expected, let found): "an item of `\(key)` must be \(expected), not \(found)"
    case .wrongValue(let key, let expected, let found, _): "`\(key)` must be \(expected), not `\(found)`"
    case .notATable(let name): "`[\(name)]` must be a table"
    case .topLevelValue(let key): "key `\(key)` stands outside any node"
    case .invalidNodeName(let name): "`\(name)` cannot be a node's name"
    case .nodeNameTooLong(let size): "a node's name has at most \(NodeDeclaration.maximumIDSize) bytes, not \(size)"
    case .invalidVariableName(let name, let subject): "`\(name)` cannot be a \(subject.rawValue)'s name"
    case .reservedVariableName(let name): "the name `\(name)` is taken by pyflow"
    case .unknownKind(let name, _): "there is no node type `\(name)`"
    case .noKind(let name): "node `\(name)` does not say what it does"
    case .severalKinds(let name, let keys): "node `\(name)` has " + keys.map { "`\($0)`" }.joined(separator: " and ")
    case .missingKey(let key, let kind): "a \(kind.rawValue) node needs `\(key)`"
    case .unsafeRepetition(let method): "a \(method) that is sent twice may be done twice"
    case .stepKind(let key, let kind, _): "`\(key)` cannot be of type \(kind.rawValue)"
    case .rollbackOfIrreversible: "a node that cannot be undone has a `rollback`"
    case .rollbackOfPivot: "the rollback of a pivot that has succeeded never runs"
    case .missingSubkey(let key, let table): "`\(table)` needs the key `\(key)`"
    case .sameKeyTwice(let key, let other): "`\(key)` and `\(other)` are the same key"
    case .exclusiveKeys(let key, let other): "`\(key)` and `\(other)` exclude each other"
    case .emptyCommand: "the command is empty"
    case .invalidDependency(let text): "`\(text)` is not a dependency"
    case .emptyWord(let key): "`\(key)` must not be empty"
    case .rawInsertion: "`raw` inserts text that the shell reads as its own source"
    case .unknownFunction(let name, _): "there is no function `\(name)`"
    case .invalidPluginName(let name): "`\(name)` cannot be the name of a plugin"
    case .configurationOfNoPlugin: "`plugin_config` has no effect: the function is a built-in one"
    case .invalidEnvironmentName(let name): "`\(name)` cannot be the name of an environment variable"
    case .invalidHeaderName(let name): "`\(name)` cannot be the name of a header field"
    case .ownHeader(let name): "the header field `\(name)` is pyflow's to send"
    case .doubledHeader(let name): "the header field `\(name)` is there already: upper and lower case are the same"
    case .insecureRequest: "with `insecure`, whoever sits on the way can read and change everything"
    case .literalCredentials(let key):
      "the credentials in `\(key)` stand in the runbook, of which every run keeps a copy"
    case .criticalAndAllowed: "a node cannot be critical and allow its failure"
    case .nonPositiveJobs: "`jobs` must be at least 1"
    case .approvalWithoutGroup(let key):
      "`\(key)` has no weight in a runbook without a group: one account plays all parts"
    case .timeoutOfZero(let key, _): "`\(key)` must be more than nothing"
    case .timeoutBeyondRun(let own, let run): "a timeout of \(own) never passes: the whole run has \(run)"
    case .defaultAndRequired(let name): "\(name) is required and has a default"
    case .minimumOverMaximum(let name): "`min` is over `max` for \(name)"
    case .patternOfNoText(let name): "`pattern` needs a string, which \(name) is not"
    case .secretOfNoText(let name): "a secret is a string, which \(name) is not"
    case .invalidSecretName(let name): "`\(name)` cannot be a secret's name"
    case .noProvider(let name): "secret `\(name)` does not say where it comes from"
    case .severalProviders(let name, let keys):
      "secret `\(name)` comes from " + keys.map { "`\($0)`" }.joined(separator: " and ")
    case .providerTemplate(let key): "`\(key)` of a secret is no template: it is read as it is written"
    case .lostAssignment(let name): "what a loop sets as `\(name)` is gone after the loop"
    case .shellTemplate: "the program that `shell` names must be written out"
    case .quotedTwice: "`quote` adds quotation marks that the program gets to see, as the value is quoted without it"
    case .secondShell: "a second shell reads this value, as code"
    case .secretArgument: "this secret becomes an argument of a program, which every user of the machine can see"
    case .secretWord: "a secret in the list form of a command would be seen by every user of the machine"
    case .rangeOfText(let name): "`min` and `max` need a number, which \(name) is not"
    case .noNodes: "the runbook has no nodes"
    case .severalExpressions: "a condition is one expression"
    case .foreachOverText: "`foreach` must be a list or a map, not a string"
    case .withoutIteration(let key): "`\(key)` has no effect without `foreach` or `matrix`"
    case .withoutProcess(let key, let subject): "`\(key)` has no effect: no \(subject) is started here"
    case .emptyMatrix: "the matrix has no lists"
    case .emptyMatrixList(let name): "the list `\(name)` of the matrix is empty"
    }
  }

  var hint: String? {
    switch self {
    case .unknownKey(_, _, let suggestion, _), .unknownKind(_, let suggestion),
      .unknownFunction(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? generalHint
    case .keyOfOtherKind(_, _, let kinds):
      "it belongs to " + kinds.map(\.rawValue).joined(separator: ", ")
    case .wrongValue(_, _, _, let suggestion): suggestion.map { "did you mean `\($0)`?" }
    case .notYet, .kindNotYet:
      "it is part of the format, and a later version will run it; remove it for now"
    case .topLevelValue: "put it into a table: [node] for nodes, [runbook] for settings"
    case .invalidNodeName: "use A-Z, a-z, 0-9, `_` and `-`, beginning with a letter or `_`"
    case .nodeNameTooLong: "give it a short name, and say more in its `name` or `description`"
    case .invalidVariableName: "use A-Z, a-z, 0-9 and `_`, beginning with a letter or `_`"
    case .reservedVariableName: "choose another name"
    case .noKind: "add one of `command`, `url`, `function`, `runbook`, or `prompt` for an approval"
    case .severalKinds: "make two nodes of it"
    case .unsafeRepetition: "write idempotent = true if the server does it once, or send a header Idempotency-Key"
    case .stepKind(_, _, let allowed): "it is of type " + allowed.map(\.rawValue).joined(separator: " or ")
    case .rollbackOfIrreversible: "remove one of them; `irreversible` asks before the node starts, and closes nothing"
    case .rollbackOfPivot: "remove it, and the rollback runs where the node fails; or remove `pivot`"
    case .missingSubkey(let key, _): "add `\(key) = …`"
    case .missingKey(let key, _): "add `\(key) = …`"
    case .sameKeyTwice, .exclusiveKeys: "keep one of them"
    case .emptyCommand: "write what is to run; a node that does nothing is `function = \"noop\"`"
    case .invalidDependency:
      "write \"node\", \"node:success\", \"node:failure\", \"node:skipped\", \"node:done\", \"^\" or \"*\""
    case .invalidPluginName:
      "it is NAME of the executable pyflow-plugin-NAME: letters, digits, `_`, `-` and `.`, and no template"
    case .configurationOfNoPlugin: "remove it, or name the plugin: plugin = \"…\""
    case .invalidEnvironmentName: "names have no `=`, no NUL, and are not empty"
    case .invalidHeaderName: "use letters, digits and -"
    case .ownHeader: "remove it; it follows from the body and the connection"
    case .doubledHeader: "keep one of them"
    case .insecureRequest: "name the certificate that the server's is made with: ca_file = \"ca.pem\""
    case .literalCredentials: "declare a secret in [runbook.secrets], and write {{ secrets.NAME }}"
    case .criticalAndAllowed: "remove `critical` or `allow_failure`"
    case .approvalWithoutGroup: "add group = \"NAME\" to [runbook], a group of the operating system that may approve"
    case .timeoutOfZero("recovery_timeout", _): "leave it out for 15m; rollback = \"never\" undoes nothing"
    case .timeoutOfZero(_, let otherwise?): "leave it out for \(otherwise)"
    case .timeoutOfZero("timeout", nil): "leave it out for no timeout"
    case .timeoutBeyondRun: "shorten it, or give the run more: [runbook] timeout"
    case .defaultAndRequired: "remove one of the two"
    case .lostAssignment(let name):
      "keep it in a namespace: {% set ns = namespace(\(name)=…) %}, in the loop {% set ns.\(name) = … %}, then ns.\(name)"
    case .shellTemplate: "a command is quoted by that program's rules; the words after it may be templates"
    case .quotedTwice: "leave `quote` out"
    case .secondShell: "quote it once more: {{ NAME | quote }}"
    case .secretArgument, .secretWord:
      "let the program read it: env = { NAME = \"{{ … }}\" }, or stdin = \"{{ … }}\", or a file: {{ … | as_file }}"
    case .invalidSecretName:
      "use A-Z, a-z, 0-9 and `_`, beginning with a letter or `_`; names that begin with PYFLOW_ are pyflow's own"
    case .noProvider: "write one of env = \"NAME\", file = \"path\" and command = \"…\""
    case .severalProviders: "keep one of them"
    case .providerTemplate: "declare a secret for each case; a command with braces goes into a script"
    case .rawInsertion: "without `raw` the value is data, whatever stands in it"
    case .noNodes: "add a table such as [build] with a command"
    case .severalExpressions: "write it as one expression: \"A and B\""
    case .foreachOverText(let text): "write a list, [\"\(text)\"], or a variable that is one, \"{{ NAME }}\""
    case .withoutIteration: "remove it, or say what the node is done for: foreach = [ … ]"
    case .withoutProcess(_, let subject): "remove it; it belongs to what starts a \(subject)"
    case .emptyMatrix: "write matrix = { NAME = [ … ] }"
    case .emptyMatrixList: "without a value for it there is no combination; remove it, or add one"
    default: nil
    }
  }

  /// The key that has a value which it cannot have, if that is what is wrong.
  var keyOfValue: String? {
    switch self {
    case .wrongValue(let key, _, _, _), .wrongItem(let key, _, _), .wrongForm(let key, _, _): key
    default: nil
    }
  }

  private var generalHint: String? {
    switch self {
    case .unknownKey(_, _, _, let all) where !all.isEmpty: "there are " + all.joined(separator: ", ")
    case .unknownKind: "there are " + NodeKind.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownFunction:
      "there are "
        + BuiltinFunction.allCases.map(\.rawValue).joined(separator: ", ")
    default: nil
    }
  }
}
