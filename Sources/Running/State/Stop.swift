/// Why nothing of a runbook starts any more but answers (design 5.3).
enum Stop: Equatable, Sendable {
  case failure(of: Int)
  case cancelled
  /// A person must look first: nothing starts, and nothing is undone.
  case halt(at: Int)

  /// Whether a person must look first.
  var isHalt: Bool { if case .halt = self { true } else { false } }
}
