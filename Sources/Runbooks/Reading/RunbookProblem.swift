internal import Text

/// The mistakes that a runbook can hold, beyond those of TOML and of templates.
enum RunbookProblem: Sendable, Equatable {
  /// `all`: the keys there are, where these are few.
  case unknownKey(String, in: String, suggestion: String?, all: [String] = [])
  case keyOfOtherKind(String, kind: NodeKind, belongsTo: [NodeKind])
  case notYet(String)
  case kindNotYet(NodeKind)
  case wrongForm(String, expected: String, found: String)
  case wrongItem(String, expected: String, found: String)
  case wrongValue(String, expected: String, found: String, suggestion: String?)
  case notATable(String)
  case topLevelValue(String)
  case invalidNodeName(String)
  case nodeNameTooLong(Int)
  case invalidVariableName(String, VariableSubject)
  case reservedVariableName(String)
  case unknownKind(String, suggestion: String?)
  case noKind(String)
  case severalKinds(String, keys: [String])
  case unsafeRepetition(String)
  case stepKind(String, NodeKind, allowed: [NodeKind])
  case rollbackOfIrreversible
  case rollbackOfPivot
  case approvalWithoutGroup(String)
  case missingSubkey(String, in: String)
  case missingKey(String, kind: NodeKind)
  case sameKeyTwice(String, String)
  case exclusiveKeys(String, String)
  case emptyCommand
  case invalidDependency(String)
  case emptyWord(String)
  case unknownFunction(String, suggestion: String?)
  /// `raw` in a command.
  case rawInsertion
  case invalidPluginName(String)
  case configurationOfNoPlugin
  case invalidEnvironmentName(String)
  case invalidHeaderName(String)
  /// A header field that tells where a request ends.
  case ownHeader(String)
  case doubledHeader(String)
  case insecureRequest
  case literalCredentials(String)
  case criticalAndAllowed
  case nonPositiveJobs
  /// `otherwise`: what holds where the key is left out, if anything.
  case timeoutOfZero(String, otherwise: String?)
  case timeoutBeyondRun(String, run: String)
  case defaultAndRequired(String)
  case minimumOverMaximum(String)
  case rangeOfText(String)
  case patternOfNoText(String)
  case secretOfNoText(String)
  case invalidSecretName(String)
  case noProvider(String)
  case severalProviders(String, keys: [String])
  case providerTemplate(String)
  case lostAssignment(String)
  case secondShell
  case shellTemplate
  case quotedTwice
  case secretArgument
  case secretWord
  case noNodes
  case severalExpressions(String)
  case foreachOverText(String)
  case withoutIteration(String)
  /// A key about processes, where none that it is about is started.
  case withoutProcess(String, subject: String)
  case emptyMatrix
  case emptyMatrixList(String)
}
