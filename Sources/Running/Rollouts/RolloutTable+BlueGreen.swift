/// Blue-green (design 8, rows B1 to B36).
extension RolloutTable where Phase == RolloutPhase {
  /// The transitions of a blue-green rollout.
  public static let blueGreen = strategy(
    blueGreenForward + blueGreenRecovery, halt: "B34", interrupted: "B35", orphaned: "B36")

  private static let blueGreenForward: [[Row]] = [
    Row.rows("B1", [.ready], [.begin], to: .deploying),
    Row.rows("B2", [.deploying], [.ok], to: .verifying),
    Row.rows("B3", [.deploying], [.fail, .timeout], to: .undoDeploy),
    Row.rows("B4", [.deploying], [.cancel], to: .undoDeploy),
    Row.rows("B5", [.verifying], [.pass], when: [.doesNotApprove], to: .checkingGuard),
    Row.rows("B6", [.verifying], [.pass], when: [.approves], to: .waiting),
    Row.rows("B7", [.verifying], [.fail, .unknown, .cancel], to: .undoDeploy),
    Row.rows("B8", [.waiting], [.approved], to: .checkingGuard),
    Row.rows("B9", [.waiting], [.rejected, .timeout, .cancel, .fail], to: .undoDeploy),
    Row.rows("B10", [.checkingGuard], [.isOld], to: .switching),
    // The idle side may be live now: nothing is undone.
    Row.rows("B11", [.checkingGuard], [.drifted], to: .halted, "drift"),
    Row.rows("B12", [.checkingGuard], [.unknown], to: .halted, "ambiguous"),
    Row.rows("B13", [.checkingGuard], [.cancel], to: .undoDeploy),
    Row.rows("B14", [.switching], [.ok, .fail, .timeout, .cancel], to: .confirming),
    Row.rows("B15", [.confirming], [.isNew], when: [.resultWasGood], to: .soaking),
    Row.rows("B16", [.confirming], [.isNew], when: [.resultWasNotGood], to: .undoSwitch),
    Row.rows("B17", [.confirming], [.isOld], when: [.resultWasNotGood], to: .undoDeploy),
    // The command lied, or is still at it: say it once more.
    Row.rows("B18", [.confirming], [.isOld], when: [.resultWasGood], to: .undoSwitch),
    Row.rows("B19", [.confirming], [.unknown], to: .undoSwitch),
    Row.rows("B20", [.soaking], [.pass], when: [.retires], to: .retiring),
    Row.rows("B21", [.soaking], [.pass], when: [.doesNotRetire], to: .closing),
    Row.rows("B22", [.soaking], [.fail, .cancel, .abort], to: .undoSwitch),
    Row.rows("B23", [.soaking], [.unknown], when: [.unknownRollsBack], to: .undoSwitch),
    Row.rows("B23", [.soaking], [.unknown], when: [.unknownHalts], to: .halted, "unknown"),
    Row.rows("B23", [.soaking], [.unknown], when: [.unknownAsks], to: .waitingInSoak),
    Row.rows("B24", [.soaking, .waitingInSoak], [.drifted], to: .halted, "drift"),
    Row.rows("B25a", [.waitingInSoak], [.approved], when: [.retires], to: .retiring),
    Row.rows("B25a", [.waitingInSoak], [.approved], when: [.doesNotRetire], to: .closing),
    Row.rows("B25b", [.waitingInSoak], [.rejected, .timeout, .cancel, .fail], to: .undoSwitch),
    Row.rows("B26", [.retiring], [.ok], to: .closing),
    Row.rows("B27", [.retiring], [.fail, .timeout, .cancel], to: .closing, "retire_failed"),
    Row.rows("B28", [.closing], [.ok], to: .succeeded),
    Row.rows("B28", [.closing], [.unknown], to: .succeeded, "after_unknown"),
  ]

  private static let blueGreenRecovery: [[Row]] = [
    Row.rows("B29", [.undoSwitch], [.ok], to: .undoDeploy),
    Row.rows("B30", [.undoSwitch], [.fail, .unknown], when: [.triesLeft], to: .undoSwitch),
    Row.rows("B31", [.undoSwitch], [.fail, .unknown], when: [.noTriesLeft], to: .rollbackFailed),
    Row.rows("B32", [.undoDeploy], [.ok, .nothingToDo], to: .rolledBack),
    // Traffic is safe; what is left over is named.
    Row.rows(
      "B33", [.undoDeploy], [.fail, .timeout], when: [.noTriesLeft], to: .rolledBack, RolloutMove.leftoversCause),
    Row.rows("B33", [.undoDeploy], [.fail, .timeout], when: [.triesLeft], to: .undoDeploy),
  ]
}
