/// The functions that pyflow has itself (design 3.4).
public enum BuiltinFunction: String, Sendable, CaseIterable {
  case sleep, notify, `throw`, fail, noop, log, set, assert
  case waitFor = "wait_for"
  case writeFile = "write_file"
  case render, checksum

  /// Whether a failure is allowed where the runbook does not say (design 3.3).
  public var allowsFailure: Bool { self == .notify || self == .log }
}
