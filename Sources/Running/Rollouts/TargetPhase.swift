/// Where one target of a progressive rollout stands (design 8, table T).
public enum TargetPhase: String, Sendable, CaseIterable {
  case pending, draining, updating, verifying, restoring, done, skipped
  /// Something failed before the target was changed.
  case failedUntouched = "failed_untouched"
  /// Something failed when the target was changed, or may have been.
  case failedTouched = "failed_touched"
  case reverting, reverifying, reverted
  case revertFailed = "revert_failed"

  /// Whether it has failed going forward.
  public var hasFailed: Bool { self == .failedUntouched || self == .failedTouched }
}
