internal import Runbooks
internal import Templates
internal import Text

extension PlanProblem: Problem {
  var severity: Severity {
    switch self {
    case .neverRuns, .joinAny, .handlerMayBlock, .statusComparison, .failureNeverTrue,
      .lockOfRun, .joinWithoutConditions, .unusedVariable, .unusedSecret, .constantCondition,
      .pivotWithoutRollbacks, .pivotAnswersFailure:
      .warning
    default: .error
    }
  }

  var id: String {
    switch self {
    case .unknownDependency, .unknownNode, .dashedNode: "plan.unknown-node"
    case .selfDependency, .cycle, .waitsForEndNode: "plan.cycle"
    case .noPrevious: "plan.no-previous"
    case .notAStrategy: "plan.requirement"
    case .unknownResultAttribute, .unknownRunAttribute, .unknownOwnAttribute: "plan.unknown-attribute"
    case .incompleteName, .resultTooEarly, .nameNotWritten, .nodeInSettings: "plan.name"
    case .nameNotYet: "plan.not-yet"
    case .unknownStoreFunction, .storeKeyNotWritten: "plan.store"
    case .argumentsOf: "template.arguments"
    case .wrongContent: "plan.value"
    case .kindDiffers: "plan.kind"
    case .needsRun: "plan.needs-run"
    case .secretShown: "secret.shown"
    case .unknownSecret: "secret.unknown"
    case .secretAsEnvironment: "secret.environment"
    case .unusedSecret: "secret.unused"
    case .unusedVariable: "plan.unused-variable"
    case .constantCondition: "plan.constant-condition"
    case .lockTwice, .lockOfRun: "plan.lock"
    case .breakersDiffer: "plan.breaker"
    case .pollTooShort, .codesOfTarget, .codeOfBoth: "plan.poll"
    case .approverTwice, .tooFewApprovers: "plan.approval"
    case .unknownPool: "plan.unknown-pool"
    case .unknownChannel: "channel.unknown-name"
    case .poolTooSmall: "plan.pool"
    case .joinTooLarge, .joinWithoutConditions: "plan.join"
    case .entriesExclude, .neverRuns: "plan.never-runs"
    case .joinAny: "plan.join-any"
    case .handlerMayBlock: "plan.handler-may-block"
    case .statusComparison: "plan.status-comparison"
    case .failureNeverTrue: "plan.failure-never-true"
    case .pivotWithoutRollbacks, .pivotAnswersFailure: "plan.pivot"
    }
  }

  var message: String {
    switch self {
    case .unknownDependency(let id, _), .unknownNode(let id, _, _): "there is no node `\(id)`"
    case .dashedNode(let id): "`nodes.\(id)` is read as a subtraction"
    case .selfDependency(let id): "node `\(id)` depends on itself"
    case .noPrevious(let text): "`\(text)` has no node before it"
    case .notAStrategy(let id, let requirement): "`\(id):\(requirement)` never holds: `\(id)` is no strategy"
    case .cycle(let path): "nodes depend on each other in a cycle: " + path.joined(separator: " → ")
    case .waitsForEndNode(let id, let endNode):
      "nodes depend on each other in a cycle: \(id) → \(endNode) → \(id)"
    case .unknownResultAttribute(let name, let node, _): "node `\(node)` has no `\(name)`"
    case .unknownRunAttribute(let name, _): "`run` has no `\(name)`"
    case .unknownOwnAttribute(let name, _): "`result` has no `\(name)`"
    case .resultTooEarly: "`result` is known only when the node has run"
    case .incompleteName(let name): "`\(name)` is no value by itself"
    case .nameNotYet(let name): "`\(name)` is not available yet"
    case .unknownStoreFunction(let name, _): "the key-value store has no function `\(name)`"
    case .storeKeyNotWritten: "the key of a secret must be written out"
    case .nameNotWritten(let function): "the name in `\(function)(…)` must be written out"
    case .nodeInSettings(let name): "`\(name)` is not known in [runbook], where nothing has run"
    case .argumentsOf(let name, let expected):
      expected == 0 ? "`\(name)()` takes no arguments" : "`\(name)()` takes one argument, a node's name"
    case .wrongContent(let key, let expected, let found): "`\(key)` must be \(expected), not `\(found)`"
    case .kindDiffers(let found, let actual): "`type` comes out as `\(found)`, but the node is of type \(actual)"
    case .needsRun(let key): "`\(key)` must be known before the run"
    case .secretShown(let key): "`\(key)` is shown and recorded, so no secret can stand in it"
    case .unknownSecret(let name, _): "there is no secret `\(name)`"
    case .secretAsEnvironment(let name, let secret):
      "`env.\(name)` is kept out of reach, because secret `\(secret)` comes from it"
    case .unusedSecret(let name): "nothing in the runbook uses secret `\(name)`"
    case .unusedVariable(let name): "nothing in the runbook uses variable `\(name)`"
    case .constantCondition(let holds): "this condition is always \(holds)"
    case .lockTwice(let name): "lock `\(name)` is named twice"
    case .lockOfRun(let name): "the whole run holds lock `\(name)` already"
    case .breakersDiffer(let one, let other): "two nodes state one breaker differently: \(one); \(other)"
    case .pollTooShort(let passes, let timeout):
      "\(passes) samples that pass in a row do not fit into the \(timeout) of the poll's `timeout`"
    case .codeOfBoth(let code): "exit code \(code) cannot mean yes and no"
    case .codesOfTarget(let key): "`\(key)` are exit codes of an observer, and none is asked here"
    case .approverTwice(let name): "`\(name)` is named twice"
    case .tooFewApprovers(let needed, let named):
      "\(needed) approvals are needed, and only \(named) user\(named == 1 ? " is" : "s are") named"
    case .unknownPool(let name, _): "there is no pool `\(name)`"
    case .unknownChannel(let name, _): "there is no channel `\(name)`"
    case .poolTooSmall(let name, let capacity, let taken):
      "pool `\(name)` has \(capacity), and this takes \(taken) of it"
    case .joinTooLarge(let count, let entries):
      "`join` asks for \(count) conditional entries of \(entries)"
    case .joinWithoutConditions: "`join` has no effect without conditional entries"
    case .entriesExclude(let first, let second): "`\(first)` and `\(second)` can never both hold"
    case .neverRuns(let id, let reason): "node `\(id)` can never run: \(reason)"
    case .joinAny(let count):
      "of these \(count) conditional entries any one is enough"
    case .handlerMayBlock(let id): "if `\(id)` fails, this node is blocked by it"
    case .statusComparison(let id): "a comparison with `nodes.\(id).status` does not let this node run after a failure"
    case .pivotWithoutRollbacks: "`pivot` has no effect: no other node is undone after a failure"
    case .pivotAnswersFailure: "a pivot that answers a failure keeps that failure from being undone"
    case .failureNeverTrue(let name): "`\(name)` looks at the nodes in `depends_on`, which are none"
    }
  }

  var hint: String? {
    switch self {
    case .unknownNode(_, _, let dashed?), .dashedNode(let dashed):
      "write nodes['\(dashed)']: a name with `-` needs brackets"
    case .unknownDependency(_, let suggestion), .unknownNode(_, let suggestion, _),
      .unknownResultAttribute(_, _, let suggestion), .unknownRunAttribute(_, let suggestion),
      .unknownOwnAttribute(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
    case .unknownSecret(let name, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
        ?? "declare it: [runbook.secrets] \(name) = { env = \"\(name)\" }"
    case .secretAsEnvironment(_, let secret): "write secrets.\(secret)"
    case .unusedSecret: "remove it, or name it in the `secrets` of a node"
    case .incompleteName(Expression.secretsName): "write secrets.NAME"
    case .incompleteName(Expression.storeName): "write kv.get('key', default)"
    case .lockTwice, .approverTwice: "remove one of them"
    case .tooFewApprovers: "name more users or a group, or lower `min_approvals`"
    case .lockOfRun: "remove it here, or in [runbook] to hold it only while this node runs"
    case .unknownChannel(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? "channels are declared in [runbook.notify.NAME]"
    case .unknownPool(let name, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? declaration(ofPool: name)
    case .breakersDiffer: "state the same `threshold` and `cooldown` in both, or give one another name"
    case .pollTooShort: "raise `timeout`, or lower `min_pass` or `every`"
    case .codeOfBoth: "name it in one of `pass_codes` and `fail_codes`; 1 means no unless these say otherwise"
    case .codesOfTarget:
      "write of = \"observer\" for a command that speaks about something else; else `success_codes` or `expect_status`"
    case .poolTooSmall: "such a node could never start; take less, or give the pool more"
    case .cycle: "remove one of these dependencies"
    case .waitsForEndNode(_, let endNode):
      "`\(endNode)` runs when everything else has ended; give it a `depends_on` to run it earlier"
    case .noPrevious: "remove it, or name a node"
    case .notAStrategy(let id, _): "write \(id):failure for any failure"
    case .incompleteName("nodes"): "write nodes.NAME.stdout, or another of its attributes"
    case .incompleteName(let name) where name.hasPrefix("nodes."): "write \(name).stdout, or another of its attributes"
    case .incompleteName("run"): "write run.id, or another of its attributes"
    case .incompleteName("result"): "write result.exit_code, or another of its attributes"
    case .resultTooEarly: "use it in `outputs`, in `when` of `retry`, or in `until` and `fail_if` of `poll`"
    case .incompleteName("env"): "write env.NAME"
    case .incompleteName(RolloutValue.root): "write rollout.version, or another of its values"
    case .incompleteName(let name):
      OutcomeFunction(rawValue: name) == nil ? "write \(name)()" : "write \(name)('NODE')"
    case .nameNotYet: "it comes with a later version"
    case .unknownStoreFunction(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? "write kv.get('key', default)"
    case .storeKeyNotWritten: "write kv.get_secret('key'), so that the plan knows which secrets it uses"
    case .nameNotWritten: "write the name of one node in quotation marks, so that the plan knows what to wait for"
    case .secretShown: "use it in `env`, `stdin`, a header or a body"
    case .unusedVariable(let name): "remove it, unless a program reads PYFLOW_VAR_\(name)"
    case .constantCondition(true): "remove it, or compare a variable"
    case .constantCondition(false): "write skip = true to leave the node out, or compare a variable"
    case .needsRun: "use only variables in it"
    case .joinAny: "write join = \"all\" to wait for all of them, or join = \"any\" to say that this is meant"
    case .handlerMayBlock(let id):
      "name it in the condition too (`or has_failed('\(id)')`), or give it allow_failure = true"
    case .statusComparison(let id): "write has_failed('\(id)')"
    case .pivotWithoutRollbacks: "remove it, or give another node a `rollback`"
    case .pivotAnswersFailure: "remove `pivot`, or let the node run where nothing has failed"
    case .failureNeverTrue: "remove `depends_on` to look at the whole run"
    case .entriesExclude: "write join = \"any\", or remove one of them"
    default: nil
    }
  }

  private func declaration(ofPool name: String) -> String {
    "declare it in [runbook]: pools = { \(PoolDeclaration.isOfMachine(name) ? "\"\(name)\"" : name) = 1 }"
  }
}
