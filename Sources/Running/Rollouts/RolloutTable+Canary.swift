/// Canary (design 8, rows K1 to K44).
extension RolloutTable where Phase == RolloutPhase {
  /// The transitions of a canary rollout.
  public static let canary = strategy(
    canarySteps + canaryPromotion + canaryRecovery, halt: "K42", interrupted: "K43", orphaned: "K44")

  private static let canarySteps: [[Row]] = [
    Row.rows("K1", [.ready], [.begin], to: .deploying),
    Row.rows("K2", [.deploying], [.ok], to: .verifying),
    Row.rows("K3", [.deploying], [.fail, .timeout, .cancel], to: .undoDeploy),
    Row.rows("K4", [.verifying], [.pass], to: .shifting),
    Row.rows("K5", [.verifying], [.fail, .unknown, .cancel], to: .undoDeploy),
    Row.rows("K6", [.shifting], [.ok, .fail, .timeout, .cancel], to: .confirming),
    Row.rows("K7", [.confirming], [.isNew], when: [.resultWasGood], to: .analysing),
    Row.rows("K8", [.confirming], [.isNew], when: [.resultWasNotGood], to: .undoShift),
    Row.rows("K9", [.confirming], [.isOld], when: [.resultWasNotGood, .isFirst], to: .undoDeploy),
    Row.rows("K10", [.confirming], [.isOld], when: [.resultWasNotGood, .isNotFirst], to: .undoShift),
    Row.rows("K11", [.confirming], [.isOld], when: [.resultWasGood], to: .undoShift),
    // Also before all of it is moved, and while it is watched there, as row B24.
    Row.rows(
      "K12", [.confirming, .shifting, .promoting, .soaking, .waitingInSoak], [.drifted], to: .halted, "drift"),
    // As row B12: where the weight cannot be read before a step, somebody else may have changed it.
    Row.rows("K12", [.shifting], [.unknown], to: .halted, "ambiguous"),
    Row.rows("K12", [.promoting], [.unknown], when: [.hasNotPromoted], to: .halted, "ambiguous"),
    Row.rows("K13", [.confirming], [.unknown], to: .undoShift),
    Row.rows("K14", [.confirming], [.unobserved], when: [.resultWasGood], to: .analysing),
    Row.rows("K14", [.confirming], [.unobserved], when: [.resultWasNotGood], to: .undoShift),
    Row.rows("K15", [.analysing], [.pass], when: [.isNotLast, .doesNotApprove], to: .shifting),
    Row.rows("K16", [.analysing], [.pass], when: [.isLast, .doesNotApprove], to: .promoting),
    Row.rows("K17", [.analysing], [.pass], when: [.approves], to: .waiting),
    Row.rows("K18", [.analysing], [.fail], to: .undoShift),
    Row.rows("K19", [.analysing], [.tooFew], when: [.mayHoldLonger], to: .analysing, "extended"),
    Row.rows("K20", [.analysing], [.unknown], when: [.unknownRollsBack], to: .undoShift),
    Row.rows("K20", [.analysing], [.unknown], when: [.unknownHalts], to: .halted, "unknown"),
    Row.rows("K20", [.analysing], [.unknown], when: [.unknownAsks], to: .waiting),
    Row.rows("K20", [.analysing], [.tooFew], when: [.mayNotHoldLonger, .unknownRollsBack], to: .undoShift),
    Row.rows("K20", [.analysing], [.tooFew], when: [.mayNotHoldLonger, .unknownHalts], to: .halted, "unknown"),
    Row.rows("K20", [.analysing], [.tooFew], when: [.mayNotHoldLonger, .unknownAsks], to: .waiting),
    Row.rows("K21", [.analysing], [.stableSick], to: .undoShift, "baseline"),
    Row.rows("K22", [.analysing, .waiting], [.promote], to: .promoting),
    Row.rows("K23", [.analysing, .waiting], [.abort, .cancel], to: .undoShift),
    Row.rows("K24", [.waiting], [.approved], when: [.isNotLast], to: .shifting),
    Row.rows("K24", [.waiting], [.approved], when: [.isLast], to: .promoting),
    Row.rows("K25", [.waiting], [.rejected, .timeout], to: .undoShift),
    Row.rows("K26", [.waiting], [.fail], to: .undoShift),
  ]

  private static let canaryPromotion: [[Row]] = [
    Row.rows("K27", [.promoting], [.ok], to: .soaking),
    Row.rows("K28", [.promoting], [.fail, .timeout, .cancel], when: [.stableStays], to: .undoShift),
    Row.rows("K28", [.promoting], [.unknown], when: [.stableStays, .hasPromoted], to: .undoShift),
    // Nothing is replaced yet.
    Row.rows("K28", [.promoting], [.cancel], when: [.stableIsReplaced, .hasNotPromoted], to: .undoShift),
    // What was there before may be gone: the canary is the safe side now.
    Row.rows("K29", [.promoting], [.fail, .timeout], when: [.stableIsReplaced], to: .forwardHold),
    Row.rows("K29", [.promoting], [.cancel, .unknown], when: [.stableIsReplaced, .hasPromoted], to: .forwardHold),
    Row.rows("K30", [.forwardHold], [.ok], to: .halted, "promotion"),
    Row.rows("K31", [.forwardHold], [.fail, .timeout], when: [.triesLeft], to: .forwardHold),
    Row.rows("K31", [.forwardHold], [.fail, .timeout], when: [.noTriesLeft], to: .rollbackFailed),
    Row.rows("K32", [.soaking], [.pass], when: [.retires], to: .retiring),
    Row.rows("K32", [.soaking], [.pass], when: [.doesNotRetire], to: .closing),
    Row.rows("K33", [.soaking], [.fail, .cancel, .abort], when: [.stableStays], to: .undoShift),
    Row.rows("K33", [.soaking], [.unknown], when: [.stableStays, .unknownRollsBack], to: .undoShift),
    Row.rows(
      "K34", [.soaking], [.fail, .cancel, .abort], when: [.stableIsReplaced, .promotionStays], to: .halted, "promoted"),
    Row.rows(
      "K34", [.soaking], [.fail, .cancel, .abort], when: [.stableIsReplaced, .promotionCanBeUndone], to: .undoShift),
    Row.rows(
      "K34", [.soaking], [.unknown], when: [.stableIsReplaced, .unknownRollsBack, .promotionStays], to: .halted,
      "promoted"),
    Row.rows(
      "K34", [.soaking], [.unknown], when: [.stableIsReplaced, .unknownRollsBack, .promotionCanBeUndone],
      to: .undoShift),
    // The policies other than going back do the same whatever became of the stable side.
    Row.rows("K33", [.soaking], [.unknown], when: [.unknownHalts], to: .halted, "unknown"),
    Row.rows("K33", [.soaking], [.unknown], when: [.unknownAsks], to: .waitingInSoak),
    Row.rows("K33", [.waitingInSoak], [.approved], when: [.retires], to: .retiring),
    Row.rows("K33", [.waitingInSoak], [.approved], when: [.doesNotRetire], to: .closing),
    Row.rows("K33", [.waitingInSoak], [.rejected, .timeout, .cancel, .fail], when: [.stableStays], to: .undoShift),
    Row.rows(
      "K34", [.waitingInSoak], [.rejected, .timeout, .cancel, .fail], when: [.stableIsReplaced, .promotionStays],
      to: .halted, "promoted"),
    Row.rows(
      "K34", [.waitingInSoak], [.rejected, .timeout, .cancel, .fail],
      when: [.stableIsReplaced, .promotionCanBeUndone], to: .undoShift),
    Row.rows("K35", [.retiring], [.ok], to: .closing),
    Row.rows("K35", [.retiring], [.fail, .timeout, .cancel], to: .closing, "retire_failed"),
    Row.rows("K36", [.closing], [.ok], to: .succeeded),
    Row.rows("K36", [.closing], [.unknown], to: .succeeded, "after_unknown"),
  ]

  private static let canaryRecovery: [[Row]] = [
    Row.rows("K37", [.undoShift], [.ok], to: .draining),
    Row.rows("K38", [.undoShift], [.fail, .unknown], when: [.triesLeft], to: .undoShift),
    Row.rows("K38", [.undoShift], [.fail, .unknown], when: [.noTriesLeft], to: .rollbackFailed),
    Row.rows("K39", [.undoShift], [.stableSick], to: .rollbackFailed, "stable_unhealthy"),
    Row.rows("K40", [.draining], [.elapsed, .cancel], to: .undoDeploy),
    Row.rows("K41", [.undoDeploy], [.ok, .nothingToDo], to: .rolledBack),
    Row.rows(
      "K41", [.undoDeploy], [.fail, .timeout], when: [.noTriesLeft], to: .rolledBack, RolloutMove.leftoversCause),
    Row.rows("K41", [.undoDeploy], [.fail, .timeout], when: [.triesLeft], to: .undoDeploy),
  ]
}
