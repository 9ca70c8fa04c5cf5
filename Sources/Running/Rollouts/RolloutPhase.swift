/// Where a rollout stands: the states of the tables in `docs/rollout-tables.md` (design 8).
///
/// All three strategies share the names; each has those that its own table uses.
public enum RolloutPhase: String, Sendable, CaseIterable {
  // Before anything is changed.
  case start, observing, ready

  // Forward.
  case deploying, verifying, waiting
  case checkingGuard = "guard"
  case switching, confirming, soaking
  case waitingInSoak = "waiting_soak"
  case retiring, closing
  case shifting, analysing, promoting
  case batch, gate, pause

  // Back to what was before, or to the safe side.
  case undoSwitch = "undo_switch"
  case undoShift = "undo_shift"
  case draining
  case undoDeploy = "undo_deploy"
  case forwardHold = "forward_hold"
  case recover, reverting

  // Ended.
  case succeeded
  case rolledBack = "rolled_back"
  case halted
  case rollbackFailed = "rollback_failed"
  case refused, interrupted
  /// Its process has died: derived from what was recorded, and left only by `recover` or `resume`.
  case orphaned

  /// Its name for people.
  public var words: String { rawValue.replacing("_", with: " ") }

  /// Whether the rollout has ended.
  public var hasEnded: Bool {
    switch self {
    case .succeeded, .rolledBack, .halted, .rollbackFailed, .refused, .interrupted, .orphaned: true
    default: false
    }
  }

  /// Whether it should have gone back, and could not: something is between the old version and the new one.
  var leavesUndone: Bool { self == .rollbackFailed || self == .orphaned }

  /// Whether it goes back, or to the safe side; what it does then no first signal stops.
  public var isRecovery: Bool {
    switch self {
    case .undoSwitch, .undoShift, .draining, .undoDeploy, .forwardHold, .recover, .reverting: true
    default: false
    }
  }

  /// Whether what was done is undone: not where all traffic goes to the new version, or only is decided what follows.
  public var isUndoing: Bool { isRecovery && self != .forwardHold && self != .recover }
}
