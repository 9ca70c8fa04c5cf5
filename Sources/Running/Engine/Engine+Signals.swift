internal import Values

/// Signals that ask the run to stop, and what counts as one (design 7).
extension Engine {
  /// The first signal stops the run and is passed on, and what does not heed it is forced when its grace is over.
  ///
  /// The next one ends everything at once, and so does SIGQUIT. During recovery the first one is only said.
  mutating func interrupted(by signal: RunSignal, at now: Instant) {
    if joinsParentsEnd(signal) { return tell(.interrupted(signal, isRepeated: false)) }
    isAskedByParentsEnd = false
    let isFirst = countSignal()
    let endsAll = !isFirst || signal == .quit
    tell(.interrupted(signal, isRepeated: endsAll))
    withdrawConsentQuestions()
    if isFirst { beginNotice(after: signal, at: now) }
    if runbooks[0].recovery == nil, self.signal == nil {
      self.signal = signal
      cut(0, by: .signal(signal), at: now)
    }
    if endsAll { endEverything(because: .interrupted(signal), at: now) }
  }

  /// Counts a signal; returns whether the run may go on after it as after the first one.
  ///
  /// Who undoes after a first signal may be asked again without harm, unless a kill follows soon.
  private mutating func countSignal() -> Bool {
    guard let recovery = runbooks[0].recovery else { return signal == nil }
    runbooks[0].recovery?.signals += 1
    return recovery.signals == 0 && (options.notice == nil || signal == nil)
  }

  /// What ends pyflow's parent often reaches pyflow too: that is one request, not two.
  private mutating func joinsParentsEnd(_ signal: RunSignal) -> Bool {
    guard isAskedByParentsEnd, signal != .quit else { return false }
    isAskedByParentsEnd = false
    return true
  }

  /// Takes in that pyflow's parent has ended; that counts as SIGTERM where nobody else could want the run any more.
  mutating func parentDied(at now: Instant) {
    let hasHeard = signal != nil || runbooks[0].recovery.map { $0.signals > 0 } ?? false
    let counts = options.endsWithParent && !hasHeard
    tell(.parentDied(countsAsSignal: counts))
    guard counts else { return }
    interrupted(by: .terminate, at: now)
    isAskedByParentsEnd = true
  }

  // MARK: - A kill that follows

  /// How long processes may go on that a cut has asked to end.
  func grace(after cut: Cut) -> Duration {
    guard case .signal(let signal) = cut, let notice = options.notice else { return RunOptions.grace }
    return notice.share(after: signal).grace
  }

  private mutating func beginNotice(after signal: RunSignal, at now: Instant) {
    guard let notice = options.notice else { return }
    let deadline = now.advanced(by: notice.share(after: signal).whole)
    timers.insert(TimerQueue.Timer(deadline: deadline, subject: .run, kind: .notice))
    noticed = signal
  }

  /// Ends what still runs, so that the run's end is recorded before it is killed.
  mutating func noticeIsOver(at now: Instant) {
    guard let noticed, let notice = options.notice else { return }
    tell(.noticeOver(notice.share(after: noticed).whole))
    endEverything(because: .interrupted(noticed), at: now)
  }

  /// Ends all processes now; what is not undone yet stays as it is.
  private mutating func endEverything(because reason: Reason, at now: Instant) {
    if runbooks[0].recovery == nil {
      isAborted = true
      hasNewStop = true
      interruptRollouts(at: now)
      for index in active.union(lookedAt).sorted() { effects.append(.end(node: index, .kill)) }
      stopUndoingsAtOnce(because: reason, at: now)
    }
    stopRecoveries(in: 0, because: reason, at: now)
  }
}
