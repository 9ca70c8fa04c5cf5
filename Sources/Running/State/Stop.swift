/// Why nothing of a runbook starts any more but answers (design 5.3).
enum Stop: Equatable, Sendable {
  case failure(of: Int)
  case cancelled
  /// Its time is up.
  case overtime
  /// So is that of what answers it: nothing starts at all.
  case over
  /// The run ends as it stands: nothing starts, and nothing is undone.
  case halt(HaltCause)
}
