/// What was said to undoing what a runbook has done (design 5.4, `rollback = "ask"`).
enum RollbackConsent: Equatable, Sendable {
  /// A person is asked, under the name of this node.
  case asked(of: Int)
  case granted
  case declined
  /// Nobody could be asked.
  case open
}
