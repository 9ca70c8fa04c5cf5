/// What a run is begun, or taken up again, for.
public enum RunPurpose: String, Sendable, CaseIterable {
  /// To carry out the plan.
  case run
  /// To go on where it ended.
  case resume
  /// To finish what undoes it.
  case recover
  /// To undo it, because a person wants that.
  case rollback

  /// Whether nothing but rollbacks runs.
  public var isUndoing: Bool { self == .recover || self == .rollback }
}
