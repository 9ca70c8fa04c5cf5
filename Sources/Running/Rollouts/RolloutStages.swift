internal import Planning

/// What is done in a phase: one stage after the other, the nodes of a stage at the same time.
enum RolloutStages {
  /// The roles of a phase's nodes; phases of targets, and those that have ended, have none.
  static func roles(in phase: RolloutPhase, of kind: PlanStrategy.Kind) -> [[RolloutRole]] {
    switch phase {
    case .start: [[.lock]]
    case .observing: [[.before], [.preflight], [.current]]
    case .deploying: [[.deploy]]
    case .verifying: [[.verify], [.smoke]]
    case .waiting: [[.approve, .watch, .watchMetric, .watchBaseline]]
    case .checkingGuard: [[.guard]]
    case .switching: [[.switch]]
    case .shifting: [[.guard], [.shift]]
    case .confirming: [[.confirm]]
    case .analysing: [[.analyse, .metric, .baseline, .stable]]
    case .promoting: [[.promoteGuard], [.promote], [.promoteConfirm]]
    case .soaking: [[.soak, .drift]]
    case .waitingInSoak: [[.approve, .watch, .drift]]
    case .retiring: [[.retire]]
    case .closing: [[.after]]
    case .gate: [[.gate]]
    case .pause: [[.pause, .watch]]
    case .undoSwitch: [[.undoSwitch], [.undoConfirm], [.undoCheck]]
    case .undoShift: [[.undoPromote], [.undoShift], [.undoConfirm], [.undoCheck]]
    case .draining: [[.undoDrain]]
    case .undoDeploy: [[.undoDeploy]]
    case .forwardHold: [[.forwardHold]]
    case .ready, .batch, .recover, .reverting: []
    case .succeeded, .rolledBack, .halted, .rollbackFailed, .refused, .interrupted, .orphaned: []
    }
  }

  /// What has happened where all of a phase was done, or there was nothing to do in it.
  static func completion(of phase: RolloutPhase, isEmpty: Bool) -> RolloutEvent {
    switch phase {
    case .start: .locked
    case .observing, .verifying, .analysing, .soaking, .gate: .pass
    case .ready, .recover: .begin
    case .confirming: .unobserved
    case .checkingGuard: .isOld
    // Nobody can be asked: as if nobody had answered.
    case .waiting, .waitingInSoak: .timeout
    case .draining, .pause: .elapsed
    case .undoDeploy: isEmpty ? .nothingToDo : .ok
    default: .ok
    }
  }

  /// Whether a stage waits for nodes of this role; the others only watch while it goes on.
  static func isPrimary(_ role: RolloutRole) -> Bool {
    switch role {
    case .watch, .watchMetric, .watchBaseline, .drift, .stable, .baseline: false
    default: true
    }
  }

  /// Whether nodes of this role are begun again when they have ended in a phase: somebody else decides how long it lasts.
  static func isBegunAgain(_ role: RolloutRole, in phase: RolloutPhase) -> Bool {
    switch role {
    case .watch, .watchMetric, .watchBaseline: true
    case .drift: phase == .waitingInSoak
    default: false
    }
  }
}
