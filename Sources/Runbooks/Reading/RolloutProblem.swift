internal import Text

/// The mistakes that the keys of a strategy can hold beyond those of all keys; each is answered with what works.
enum RolloutProblem: Problem, Equatable {
  /// Keys without which there is no rollout.
  case incomplete(NodeKind, missing: [String])
  /// Progressive goes back by default, and cannot.
  case withoutRevert
  /// `targets` and `targets_from`.
  case twoTargetLists
  /// `foreach` or `matrix`.
  case iterated(String, NodeKind)
  /// A lock of a form that only strategies have.
  case lockOfStrategy
  case colors([String])
  /// A metric that nothing limits.
  case withoutLimit
  /// What compares with a baseline that is not there.
  case withoutBaseline(String)
  /// A baseline that nothing is compared with.
  case withoutComparison

  var id: String {
    switch self {
    case .incomplete, .withoutRevert, .withoutLimit, .withoutBaseline, .withoutComparison: "runbook.missing-key"
    case .twoTargetLists: "runbook.conflict"
    case .iterated: "runbook.iteration"
    case .lockOfStrategy: "runbook.type"
    case .colors: "runbook.value"
    }
  }

  var message: String {
    switch self {
    case .incomplete(let kind, let missing):
      "a \(kind.rawValue) rollout needs " + missing.map { "`\($0)`" }.joined(separator: ", ")
    case .withoutRevert: "a Progressive rollout goes back by default, and there is no `revert`"
    case .twoTargetLists: "`targets_from` and `targets` exclude each other"
    case .iterated(let key, let kind): "a \(kind.rawValue) rollout cannot have instances: `\(key)`"
    case .lockOfStrategy: "`lock` must be a name or a list of names here; only strategies have other forms"
    case .colors(let names):
      "`colors` must be two different names, not " + (names.isEmpty ? "none" : names.joined(separator: ", "))
    case .withoutLimit: "nothing limits this metric, so that it decides nothing"
    case .withoutBaseline(let key): "`\(key)` needs a `baseline` to compare with"
    case .withoutComparison: "nothing is compared with this `baseline`"
    }
  }

  var hint: String? {
    switch self {
    case .incomplete(let kind, let missing):
      "it looks like this:\n\(StrategyExample.text(of: kind))"
        + (missing.contains(NodeKey.check.rawValue)
          ? "\nif nobody can tell whether it is healthy, say so: check = \"none\"" : "")
    case .withoutRevert:
      "write what puts the old version back on a target, or on_failure = \"halt\":\n"
        + StrategyExample.text(of: .progressive)
    case .twoTargetLists: "keep one of them:\n" + StrategyExample.text(of: .progressive)
    case .iterated: "write one node for each, or a Progressive rollout over them"
    case .lockOfStrategy: "write lock = \"NAME\", or leave it out"
    case .colors: "for example colors = [\"blue\", \"green\"], which is the default"
    case .withoutLimit, .withoutBaseline, .withoutComparison: "it looks like this:\n" + StrategyExample.metric
    }
  }
}
