internal import Planning
internal import Values

/// From one phase to the next, by the table and by nothing else.
extension Rollout {
  /// Makes the transition that the table has for an event; `place` is the node whose end it is.
  mutating func take(_ event: RolloutEvent, because place: Int? = nil) {
    if phase == .start, event == .locked, let past {
      self.past = nil
      return goOn(from: past)
    }
    setFacts()
    guard let row = table.row(from: phase, on: event, facts) else { return trap(on: event) }
    coverage.insert(row.name)
    if row.to == .refused, let past { return past.isEnding ? endAgain(as: past) : stayOpen(row) }
    // The lock is still waited for: nothing begins anew.
    if row.from == .start, row.to == .start { return record(row) }
    note(row, place)
    abandon(running.sorted())
    advance(by: row)
    record(row)
    captureIfFailed(row)
    goOn(after: row)
  }

  private mutating func setFacts() {
    facts.hasTriesLeft = tries < strategy.timing.undoRetries
    facts.mayHoldLonger = phase == .analysing && held < hold.longest
    if phase == .recover { facts.hasTouched = targets.contains(where: \.isOpen) }
  }

  /// The first cause stays: what fails later is due to it.
  mutating func note(_ row: RolloutRow<RolloutPhase>, _ place: Int?) {
    guard cause == nil, wishCause == nil, !row.from.isRecovery else { return }
    guard row.to.isRecovery || row.to == .halted || row.to == .refused else { return }
    cause = place
    if place == nil, row.event.isWish { wishCause = row.event.rawValue }
  }

  /// Notes the first node that has failed.
  mutating func note(_ place: Int, ifFailed outcome: RolloutOutcome) {
    if cause == nil, wish == nil, !outcome.status.isGood { cause = place }
  }

  private mutating func advance(by row: RolloutRow<RolloutPhase>) {
    let isFirstStep = row.from == .ready && strategy.kind == .blueGreen
    if row.to == .shifting || row.to == .batch || isFirstStep { facts.step += 1 }
    if row.to != row.from {
      tries = 0
      held = .zero
    } else if row.to.isRecovery {
      tries += 1
    }
    if row.to.hasEnded { endCause = row.cause ?? wishCause }
    (lastPhase, phase) = (row.from, row.to)
  }

  private mutating func record(_ row: RolloutRow<RolloutPhase>) {
    record(row.id, from: row.from, row.event, row.cause)
  }

  mutating func record(_ id: String, from: RolloutPhase, _ event: RolloutEvent, _ cause: String?) {
    var move = RolloutMove(row: id, from: from, event: event, to: phase, step: facts.step, cause: cause)
    move.old = old
    orders.append(.record(move))
  }

  private mutating func goOn(after row: RolloutRow<RolloutPhase>) {
    if row.to == row.from, row.to.isRecovery { return orders.append(.pause) }
    if waitsForCapture { return }
    goOnInPhase()
  }

  /// Does what the phase is for that it has come to.
  mutating func goOnInPhase() {
    if phase.hasEnded { end() } else { enter() }
  }

  /// Begins the phase that it has come to.
  mutating func enter() {
    if let wish, !phase.isRecovery, table.row(from: phase, on: heard(wish), facts) != nil {
      self.wish = nil
      return take(heard(wish))
    }
    stage = Stage()
    metricsHeld = [:]
    // How the old version is doing is asked anew, but where a step is only held longer.
    if phase != lastPhase {
      baselines = [:]
      isStableSick = false
    }
    switch phase {
    case .batch: beginBatch()
    case .reverting: beginReverting()
    default: startStage()
    }
  }

  /// Tries again what goes back, once some time has passed.
  mutating func tryAgain() {
    if phase == .start { return startStage() }
    if phase.isRecovery { enter() }
  }

  // MARK: - What cannot be

  /// No row says what follows, which is a mistake of pyflow's own: it stops there where mistakes are looked for.
  ///
  /// Anywhere else it halts, and a person looks: to go on with what nobody has thought of could do harm.
  mutating func trap(on event: RolloutEvent, of target: Int? = nil) {
    let place = target.map { "target \($0), \(targets[$0].phase)," } ?? phase.rawValue
    assert(!trapsIllegalEvents, "\(RolloutMove.illegal): \(strategy.kind.rawValue), \(place) on \(event)")
    guard !phase.hasEnded else { return }
    let from = phase
    abandon(running.sorted())
    (lastPhase, phase) = (from, .halted)
    endCause = RolloutMove.illegalCause
    record(RolloutMove.illegal, from: from, event, RolloutMove.illegalCause)
    end()
  }
}

extension RolloutEvent {
  /// Whether it is not something that was found, but that somebody, or a deadline, wants it to stop.
  var isWish: Bool {
    switch self {
    case .abort, .cancel, .cancelAgain, .noProgress: true
    default: false
    }
  }
}
