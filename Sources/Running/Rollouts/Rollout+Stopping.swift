public import Planning
internal import Values

/// A rollout that is to stop: because a person, a signal or a deadline wants it to.
extension Rollout {
  /// Whether a person's wish can be heeded where the rollout stands.
  func canHear(_ wish: RolloutEvent) -> Bool { phase.accepts(wish, of: strategy.kind) }

  /// What only looks ends at once, what changes something has its grace; then the table says what follows.
  ///
  /// What goes back already is not stopped by it, but for the time that open requests have.
  mutating func stop(_ event: RolloutEvent) {
    if phase.hasEnded || event == .noProgress && phase != .batch { return }
    if phase.isRecovery {
      if table.row(from: phase, on: event, facts) != nil { take(event) }
      return
    }
    // Whether a lock elsewhere was taken only the end of its command tells.
    if let place = lockBeingTaken {
      wish = wish ?? event
      return orders.append(.hurry([place], .zero))
    }
    let changing = running.filter { strategy.members[$0].role.changes }.sorted()
    if phase != .batch, changing.isEmpty, table.row(from: phase, on: heard(event), facts) != nil {
      return take(heard(event))
    }
    wish = wish ?? event
    let grace = event == .noProgress ? Duration.zero : strategy.timing.grace
    if !changing.isEmpty { orders.append(.hurry(changing, grace)) }
    if phase == .batch { stopBatch() }
  }

  /// A person's wish to stop is a cancellation where the table says nothing else.
  func heard(_ wish: RolloutEvent) -> RolloutEvent {
    table.row(from: phase, on: wish, facts) == nil ? .cancel : wish
  }

  /// A second signal: nothing is done any more, and what was begun is ended.
  mutating func interrupt() {
    guard !phase.hasEnded else { return }
    if let place = lockBeingTaken {
      lock.isHeld = true
      leave(place)
      orders.append(.hurry([place], .zero))
    }
    let changing = running.filter { strategy.members[$0].role.changes }.sorted()
    if !changing.isEmpty { orders.append(.hurry(changing, .zero)) }
    for place in changing { leave(place) }
    abandonCapture()
    take(.cancelAgain)
  }
}

extension RolloutPhase {
  /// Whether a person can have a rollout of a kind skip its steps, or go back, where it stands.
  public func accepts(_ wish: RolloutEvent, of kind: PlanStrategy.Kind) -> Bool {
    if wish == .promote { return RolloutTable.of(kind).hears(wish, in: self) }
    switch self {
    // Behind the pivot there is nothing to go back to.
    case .retiring, .closing: return false
    default: return !hasEnded && !isRecovery
    }
  }
}
