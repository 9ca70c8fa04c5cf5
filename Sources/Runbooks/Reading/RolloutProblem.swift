public import Text

/// The mistakes that the keys of a strategy can hold beyond those of all keys; each is answered with what works.
public enum RolloutProblem: Problem, Equatable {
  /// Keys without which there is no rollout.
  case incomplete(NodeKind, missing: [String])
  /// Progressive goes back unless it says otherwise, and cannot.
  case withoutRevert
  /// `targets` and `targets_from`.
  case twoTargetLists
  /// `foreach` or `matrix`.
  case iterated(String, NodeKind)
  /// A key of nodes that a strategy has something else for.
  case keyOfNodes(NodeKey, NodeKind)
  /// A lock of a form that only strategies have.
  case lockOfStrategy
  /// The two sides of BlueGreen.
  case colors([String])
  /// A metric that nothing limits.
  case withoutLimit
  /// What compares with a baseline that is not there.
  case withoutBaseline(String)
  /// A baseline that nothing is compared with.
  case withoutComparison

  /// The stable identifier, `stage.kebab-case`.
  public var id: String {
    switch self {
    case .incomplete, .withoutRevert, .withoutLimit, .withoutBaseline, .withoutComparison: "runbook.missing-key"
    case .twoTargetLists: "runbook.conflict"
    case .iterated: "runbook.iteration"
    case .keyOfNodes: "runbook.unknown-key"
    case .lockOfStrategy: "runbook.type"
    case .colors: "runbook.value"
    }
  }

  /// What is wrong, in one sentence without a full stop.
  public var message: String {
    switch self {
    case .incomplete(let kind, let missing):
      "a \(kind.rawValue) rollout needs " + missing.map { "`\($0)`" }.joined(separator: ", ")
    case .withoutRevert: "a Progressive rollout that goes back needs `revert`"
    case .twoTargetLists: "`targets_from` and `targets` exclude each other"
    case .iterated(let key, let kind): "a \(kind.rawValue) rollout cannot have instances: `\(key)`"
    case .keyOfNodes(let key, let kind): "key `\(key.rawValue)` does not belong to a \(kind.rawValue) node"
    case .lockOfStrategy: "`lock` must be a name or a list of names here; only strategies have other forms"
    case .colors(let names):
      "`colors` must be two different names without spaces around them, not "
        + (names.isEmpty ? "none" : names.map { "\"\($0)\"" }.joined(separator: ", "))
    case .withoutLimit: "nothing limits this metric, so that it decides nothing"
    case .withoutBaseline(let key): "`\(key)` needs a `baseline` to compare with"
    case .withoutComparison: "nothing is compared with this `baseline`"
    }
  }

  /// What to do about it.
  public var hint: String? {
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
    case .keyOfNodes(let key, _): Self.substitutes.first { $0.key == key }?.hint
    case .lockOfStrategy: "write lock = \"NAME\", or leave it out"
    case .colors: "for example colors = [\"blue\", \"green\"], which is the default"
    case .withoutLimit, .withoutBaseline, .withoutComparison: "it looks like this:\n" + StrategyExample.metric
    }
  }

  /// The keys of nodes that mean nothing for a rollout, and what says it instead.
  static let substitutes: [(key: NodeKey, hint: String)] = [
    (
      .timeout,
      "`action_timeout` is about each action, `deadline` and `progress_deadline` are about health and progress, and "
        + "[runbook] timeout is about the whole run"
    ),
    (.rollback, "it goes back by itself: `switch`, `shift` or `revert` does it, and `cleanup` behind them"),
    (.rollbackOn, "it goes back by itself; `on_failure` says whether"),
    (
      .idempotent, "where a crash was in between, it asks where the traffic is, or what a target has, before it goes on"
    ),
    (.promptAfter, "`approve` asks before more traffic is moved; a Manual node behind it asks afterwards"),
  ]
}
