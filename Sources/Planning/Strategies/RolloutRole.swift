/// What a node does in a rollout (design 8).
public enum RolloutRole: String, Sendable, CaseIterable {
  // What all have.
  case lock, before, preflight, verify, approve
  /// Tells who has the lock, where somebody has it.
  case lockStatus = "lock-status"
  /// Takes the lock again and again, so that it does not lapse.
  case heartbeat
  /// Gives it back.
  case unlock
  /// The check goes on while a person thinks.
  case watch
  /// So do the metrics, and what they are compared with.
  case watchMetric = "watch-metric"
  case watchBaseline = "watch-baseline"
  case soak
  /// Whether anybody else moves the traffic while it is watched.
  case drift
  case after, capture

  // BlueGreen and Canary.
  case deploy, smoke
  case `guard`
  case `switch`, confirm, retire
  case shift, analyse, metric, baseline, stable, promote
  case promoteGuard = "promote-guard"
  case promoteConfirm = "promote-confirm"
  case forwardHold = "forward-hold"
  case undoSwitch = "undo-switch"
  case undoPromote = "undo-promote"
  case undoShift = "undo-shift"
  case undoConfirm = "undo-confirm"
  case undoCheck = "undo-check"
  case undoDrain = "undo-drain"
  case undoDeploy = "undo-deploy"

  // Progressive.
  case current, drain, update, restore, gate, pause
  case revert
  case reverify
  /// Puts a target back into the load balancer once it was reverted.
  case revertRestore = "revert-restore"

  /// Whether the node may change something.
  public var changes: Bool {
    switch self {
    case .deploy, .switch, .retire, .shift, .promote, .forwardHold, .undoSwitch, .undoPromote, .undoShift, .undoDeploy,
      .drain, .update, .restore, .revert, .revertRestore:
      true
    default: false
    }
  }

  /// Whether it tells for a time how the new version is.
  var watches: Bool { [.analyse, .metric, .watch, .soak].contains(self) }

  /// Whether it belongs to going back, and so lies dormant until something fails.
  public var isRecovery: Bool {
    switch self {
    case .forwardHold, .undoSwitch, .undoPromote, .undoShift, .undoConfirm, .undoCheck, .undoDrain, .undoDeploy,
      .revert, .reverify:
      true
    default: false
    }
  }
}
