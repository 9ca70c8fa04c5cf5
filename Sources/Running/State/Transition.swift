/// A change of where a node stands (`docs/engine.md`).
public struct Transition: Hashable, Sendable {
  /// Where the node stood.
  public let from: NodeStatus
  /// Where it stands then.
  public let to: NodeStatus

  /// A change from one status to another.
  public init(from: NodeStatus, to: NodeStatus) {
    self.from = from
    self.to = to
  }

  /// Whether the engine may make it.
  var isLegal: Bool { Self.legal.contains(self) }

  private static let legal = TransitionSet(table.map(\.transition))

  /// A row of the table of transitions.
  public struct Row: Sendable {
    /// The change.
    public let transition: Transition
    /// What makes the engine do so.
    public let cause: String

    fileprivate init(_ from: NodeStatus, _ to: NodeStatus, _ cause: String) {
      transition = Transition(from: from, to: to)
      self.cause = cause
    }
  }

  /// Every transition that there is.
  public static let table: [Row] = [
    Row(.pending, .ready, "everything that it depends on has ended, and allows it to start"),
    Row(.pending, .skipped, "its `skip`, `when`, a conditional entry or a selection keeps it from running"),
    Row(.pending, .blocked, "something that it needs failed, or its runbook was stopped"),
    Row(.pending, .failed, "its condition cannot be evaluated; or too many of its instances failed"),
    Row(.pending, .succeeded, "all of its instances have ended, or there are none"),
    Row(.pending, .cancelled, "its instances were cancelled"),
    Row(.ready, .skipped, "its rollout has gone on without it before it began"),
    Row(.ready, .running, "there is a place for it: its first action starts, or that of its `unless` or `snapshot`"),
    Row(.ready, .waiting, "a pool has no room for it, its locks are asked for, or a person is asked"),
    Row(.ready, .blocked, "its runbook was stopped before there was a place for it"),
    Row(.ready, .failed, "something in it cannot be evaluated, or it would need a terminal"),
    Row(.ready, .unchanged, "the expression of its `unless` is true"),
    Row(.waiting, .ready, "there is room again, it holds its locks, a delay is over, or a person wants it to go on"),
    Row(.waiting, .succeeded, "a person has approved"),
    Row(.waiting, .failed, "a person has rejected, nobody has answered in time, or its locks were not free in time"),
    Row(
      .waiting, .skipped,
      "it had failed, and a person wants to go on without it; or its rollout has gone on without it"),
    Row(.waiting, .blocked, "its runbook was stopped while a person was asked whether it may start"),
    Row(.waiting, .cancelled, "a signal came, or time was up"),
    Row(.waiting, .waiting, "its probe could not tell in time, and a person is asked instead"),
    Row(.running, .succeeded, "its action has ended as it should"),
    Row(.running, .unchanged, "the command of its `unless` has exited with 0"),
    Row(
      .running, .running,
      "its `unless` says that there is something to do, or its `snapshot` was taken: its action starts"),
    Row(.running, .failed, "its last attempt has failed"),
    Row(
      .running, .waiting,
      "another attempt or sample follows after a delay, or a person is asked about what it has done"),
    Row(.running, .cancelled, "a signal came, or time was up"),
    Row(.running, .skipped, "its rollout has gone on without it"),
    Row(.pending, .unknown, "it may have happened before the run was taken up again, and it does not start any more"),
    Row(.ready, .unknown, "it may have happened before the run was taken up again, and nobody can be asked"),
    Row(.running, .unknown, "its `confirm` cannot tell whether it happened before the run was taken up again"),
    Row(.waiting, .unknown, "nobody has said whether it happened before the run was taken up again"),
    Row(.succeeded, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.unchanged, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.failed, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.cancelled, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.skipped, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.blocked, .pending, "the nested runbook that it belongs to is tried again"),
    Row(.succeeded, .skipped, "there is no item for it any more when its runbook is tried again"),
    Row(.failed, .skipped, "there is no item for it any more when its runbook is tried again"),
    Row(.cancelled, .skipped, "there is no item for it any more when its runbook is tried again"),
    Row(.blocked, .skipped, "there is no item for it any more when its runbook is tried again"),
    Row(.skipped, .skipped, "there is no item for it any more when its runbook is tried again"),
    Row(.unchanged, .skipped, "there is no item for it any more when its runbook is tried again"),
  ]
}
