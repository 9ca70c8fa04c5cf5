internal import Planning

/// What is left to do by hand where going back has failed, or was ended.
extension Rollout {
  /// The nodes that would still have to be done, in order.
  var left: [Int] {
    phase == .rollbackFailed || phase == .interrupted ? placesToUndo : []
  }

  /// The nodes that put back what the rollout has changed by now, in order.
  var placesToUndo: [Int] {
    if strategy.kind == .progressive { return targetsLeft }
    return rolesLeft.flatMap { index.places(of: $0) }.filter {
      strategy.members[$0].role != .undoPromote || hasPromoted
    }
  }

  private var rolesLeft: [RolloutRole] {
    switch lastPhase {
    case .forwardHold: [.forwardHold]
    // What was there before is replaced, or may be: no traffic goes back to it.
    case .promoting where strategy.replacesStable && hasPromoted: [.forwardHold]
    case .soaking where isPromotedForGood, .waitingInSoak where isPromotedForGood: []
    // The traffic has not moved, or is back.
    case .deploying, .verifying, .draining, .undoDeploy: [.undoDeploy]
    case .waiting, .checkingGuard: strategy.kind == .blueGreen ? [.undoDeploy] : [.undoShift, .undoDeploy]
    // The pivot is behind it.
    case .retiring, .closing: []
    default: [.undoSwitch, .undoPromote, .undoShift, .undoDeploy]
    }
  }

  private var isPromotedForGood: Bool { strategy.replacesStable && !facts.hasUndoPromote }

  private var targetsLeft: [Int] {
    index.batches.reversed().joined().filter(isLeft).flatMap { target in
      let revert = targets[target].isTouched ? index.place(of: .revert, for: target) : nil
      let restore = targets[target].isDrained ? index.place(of: .revertRestore, for: target) : nil
      return [revert, restore].compactMap { $0 }
    }
  }

  private func isLeft(_ target: Int) -> Bool { targets[target].phase != .reverted }
}
