/// One target of a progressive rollout (design 8, rows T1 to T16).
extension RolloutTable where Phase == TargetPhase {
  private typealias Row = RolloutRow<TargetPhase>

  /// The transitions of a target.
  public static let target = RolloutTable([
    Row.rows("T1", [.pending], [.begin], when: [.drainsTarget], to: .draining),
    Row.rows("T1", [.pending], [.begin], when: [.doesNotDrainTarget], to: .updating),
    Row.rows("T2", [.pending], [.stopped, .cancel], to: .skipped),
    Row.rows("T3", [.pending], [.nothingToDo], to: .done, "noop"),
    Row.rows("T4", [.draining], [.ok], to: .updating),
    Row.rows("T5", [.draining], [.fail, .timeout, .cancel], to: .failedUntouched),
    Row.rows("T6", [.updating], [.ok], to: .verifying),
    Row.rows("T7", [.updating], [.fail, .timeout, .cancel], to: .failedTouched),
    Row.rows("T8", [.verifying], [.pass], when: [.drainsTarget], to: .restoring),
    Row.rows("T8", [.verifying], [.pass], when: [.doesNotDrainTarget], to: .done),
    Row.rows("T9", [.verifying], [.fail, .unknown, .cancel], to: .failedTouched),
    Row.rows("T10", [.restoring], [.ok], to: .done),
    Row.rows("T11", [.restoring], [.fail, .timeout, .cancel], to: .failedTouched),
    Row.rows("T12", [.done, .failedTouched], [.revert], to: .reverting),
    Row.rows("T13", [.reverting], [.ok], to: .reverifying),
    Row.rows("T14", [.reverifying], [.pass], to: .reverted),
    Row.rows("T15", [.reverting], [.fail, .timeout, .unknown], when: [.triesLeft], to: .reverting),
    Row.rows("T15", [.reverting], [.fail, .timeout, .unknown], when: [.noTriesLeft], to: .revertFailed),
    Row.rows("T15", [.reverifying], [.fail, .unknown], when: [.triesLeft], to: .reverting),
    Row.rows("T15", [.reverifying], [.fail, .unknown], when: [.noTriesLeft], to: .revertFailed),
    // It was taken out of the load balancer and not changed: that it is back is all that there is to undo.
    Row.rows("T16", [.failedUntouched], [.ok, .nothingToDo], to: .reverted),
    Row.rows("T16", [.failedUntouched], [.fail], when: [.triesLeft], to: .failedUntouched),
    Row.rows("T16", [.failedUntouched], [.fail], when: [.noTriesLeft], to: .revertFailed),
  ])
}
