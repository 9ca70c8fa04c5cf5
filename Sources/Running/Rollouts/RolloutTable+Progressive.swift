/// Progressive: the rollout as a whole (design 8, rows R1 to R26).
extension RolloutTable where Phase == RolloutPhase {
  /// The transitions of a progressive rollout; each of its targets has a table of its own.
  public static let progressive = strategy(
    progressiveForward + progressiveRecovery, halt: nil, interrupted: "R25", orphaned: "R26")

  private static let progressiveForward: [[Row]] = [
    Row.rows("R1", [.ready], [.begin], to: .batch),
    Row.rows("R2", [.batch], [.belowCapacity], to: .recover, "capacity"),
    Row.rows("R3", [.batch], [.batchEnded], to: .gate),
    Row.rows("R4", [.batch], [.tooManyFailures], to: .recover, "failures"),
    Row.rows("R5", [.batch], [.noProgress], to: .recover, "no_progress"),
    Row.rows("R6", [.batch], [.cancel], to: .recover, "cancelled"),
    Row.rows("R7", [.gate], [.pass], when: [.isNotLast], to: .pause),
    Row.rows("R8", [.gate], [.pass], when: [.isLast], to: .soaking),
    Row.rows("R9", [.gate], [.fail, .cancel], to: .recover),
    Row.rows("R10", [.gate], [.unknown], when: [.unknownRollsBack], to: .recover),
    Row.rows("R10", [.gate], [.unknown], when: [.unknownHalts], to: .halted, "unknown"),
    Row.rows("R10", [.gate], [.unknown], when: [.unknownAsks], to: .waiting),
    Row.rows("R11", [.pause], [.elapsed], when: [.approves], to: .waiting),
    Row.rows("R11", [.pause], [.elapsed], when: [.doesNotApprove], to: .batch),
    Row.rows("R12", [.pause], [.fail, .cancel], to: .recover),
    Row.rows("R13", [.waiting], [.approved], when: [.isNotLast], to: .batch),
    Row.rows("R13", [.waiting], [.approved], when: [.isLast], to: .soaking),
    Row.rows("R14", [.waiting], [.rejected, .timeout, .cancel, .fail], to: .recover),
    Row.rows("R15", [.soaking], [.pass], when: [.allWentWell], to: .closing),
    Row.rows("R15", [.soaking], [.pass], when: [.someFailed], to: .closing, "partial"),
    Row.rows("R16", [.soaking], [.fail, .cancel, .abort], to: .recover),
    Row.rows("R16", [.soaking], [.unknown], when: [.unknownRollsBack], to: .recover),
    Row.rows("R16", [.soaking], [.unknown], when: [.unknownHalts], to: .halted, "unknown"),
    Row.rows("R16", [.soaking], [.unknown], when: [.unknownAsks], to: .waitingInSoak),
    Row.rows("R16", [.waitingInSoak], [.approved], to: .closing),
    Row.rows("R16", [.waitingInSoak], [.rejected, .timeout, .cancel, .fail], to: .recover),
    Row.rows("R17", [.closing], [.ok], to: .succeeded),
    Row.rows("R17", [.closing], [.unknown], to: .succeeded, "after_unknown"),
  ]

  private static let progressiveRecovery: [[Row]] = [
    Row.rows("R21", [.recover], [.begin], when: [.nothingTouched], to: .rolledBack),
    Row.rows("R18", [.recover], [.begin], when: [.somethingTouched, .failureRollsBack], to: .reverting),
    Row.rows("R19", [.recover], [.begin], when: [.somethingTouched, .failureRevertsBatch], to: .reverting),
    Row.rows("R20", [.recover], [.begin], when: [.somethingTouched, .haltsOnFailure], to: .halted, "failure"),
    Row.rows("R22", [.reverting], [.ok], when: [.failureRollsBack], to: .rolledBack),
    Row.rows("R23", [.reverting], [.ok], when: [.failureRevertsBatch, .isNotFirst], to: .halted, "mixed"),
    // With nothing before the batch, all of it is as it was.
    Row.rows("R23", [.reverting], [.ok], when: [.failureRevertsBatch, .isFirst], to: .rolledBack),
    Row.rows("R24", [.reverting], [.fail], to: .rollbackFailed),
  ]
}
