/// Which of a node's actions is carried out.
public enum Step: String, Sendable, CaseIterable {
  /// What the node does.
  case run
  /// What the node does, to be done again until there is a verdict.
  case sample
  /// What undoes it.
  case rollback
  /// What tells whether anything is to be done.
  case unless
  /// What tells, after a crash, whether it happened.
  case confirm
  /// What looks at what the node changes, before it.
  case snapshotBefore = "snapshot-before"
  /// The same, after it.
  case snapshotAfter = "snapshot-after"
}
