internal import Planning
internal import Text

extension Reason {
  /// A stable word for programs.
  public var code: String {
    switch self {
    case .alreadySo: "unless"
    case .nothingToChange: "no-change"
    case .skipSet: "skip"
    case .conditionFalse: "when"
    case .conditionsMissed: "conditions"
    case .handlersSkipped: "handlers"
    case .selection: "selection"
    case .skippedByPerson: "person"
    case .blockedBy: "dependency"
    case .stopped: "stopped"
    case .halted: "halted"
    case .paused: "paused"
    case .notWanted: "not-wanted"
    case .outcomeUnknown: "unknown"
    case .resultLost: "result-lost"
    case .confirmed: "confirmed"
    case .failIf, .notYet, .emptyAnswer, .samplesFailed, .samplesUnknown, .noVerdict: "poll"
    case .runTimedOut: "run-timeout"
    case .recoveryTimedOut: "recovery-timeout"
    case .runCancelled, .interrupted, .instancesCancelled, .rolloutStopped: "cancelled"
    case .noInstances, .notAnItem: "empty"
    case .instancesSkipped, .instancesFailed: "instances"
    case .instancesExhausted: "max-failures"
    case .runbookFailed, .notUndone: "runbook"
    case .runbookNotRun: "dependency"
    case .runbookTimedOut: "timeout"
    case .exitCode: "exit-code"
    case .killed: "signal"
    case .timedOut: "timeout"
    case .cpuSpent: "cpu"
    case .couldNotStart: "start"
    case .httpStatus: "http-status"
    case .requestFailed(let failure): failure.kind.rawValue
    case .expectationFalse: "expect"
    case .answerTooLarge, .outputNotKept: "size"
    case .expression: "expression"
    case .wrongField: "value"
    case .outputUnreadable: "parse"
    case .thrown: "thrown"
    case .functionFailed(let failure): failure.kind.rawValue
    case .rejected: "rejected"
    case .approvalTimedOut: "approval-timeout"
    case .needsTerminal: "terminal"
    case .lockHeld, .lockFailed, .sharedLockHeld: "lock"
    case .previousRunDirty: "previous-run"
    case .breakerOpen: "breaker"
    case .rollout(let phase, _, _): phase.rawValue.replacing("_", with: "-")
    case .misplaced: RolloutPhase.refused.rawValue
    case .outsideWindow: "window"
    case .rolloutWentOn: "rollout"
    case .metric: "metric"
    }
  }

  /// The reason in words, to follow the node's status.
  public var message: String {
    switch self {
    case .rollout(let phase, let cause, let node): Self.text(of: phase, cause, at: node)
    case .outsideWindow(let window, let opening):
      "refused: outside of its window (\(window))"
        + (opening.map { "; it opens \($0)" } ?? "") + "; --break-glass REASON begins it all the same"
    case .misplaced(let text, let colors): Self.misplaced(text, colors)
    case .rolloutWentOn: "the rollout went on without it"
    case .rolloutStopped: "the rollout was to stop"
    case .metric(let name, let number): "\(name) is \(number)"
    case .alreadySo(let text): "it is so already: \(text)"
    case .nothingToChange(let text): text
    case .skipSet: "`skip` is set"
    case .conditionFalse(let text): "condition is false: \(text)"
    case .conditionsMissed(let entries):
      (entries.count == 1 ? "this does not hold: " : "none of these holds: ") + entries.joined(separator: ", ")
    case .handlersSkipped: "what it follows was skipped"
    case .selection: "selection"
    case .skippedByPerson(let person, let last): "skipped by \(person) after it failed: \(last)"
    case .blockedBy(let ids): "blocked by " + ids.joined(separator: ", ")
    case .stopped(let id): id.map { "the run was stopped after \($0) failed" } ?? "the run was stopped"
    case .runCancelled: "the run was cancelled"
    case .runTimedOut(let limit): "the run took longer than its timeout of \(limit)"
    case .recoveryTimedOut(let limit): "undoing everything took longer than the recovery_timeout of \(limit)"
    case .noInstances: "there was nothing to do it for"
    case .notAnItem: "there is no item for it any more"
    case .instancesSkipped: "all instances were skipped"
    case .instancesFailed(let failed, let count, let allowed):
      "\(failed) of \(count) failed, \(allowed == 0 ? "none" : String(allowed)) may"
    case .instancesCancelled(let cancelled, let count): "\(cancelled) of \(count) were cancelled"
    case .instancesExhausted(let id): "more instances of \(id) failed than may"
    case .runbookFailed(let id): "\(id) failed"
    case .runbookTimedOut: "the time of the runbook that it belongs to is up"
    case .runbookNotRun(let id): "\(id) did not run"
    case .notUndone(let ids): "not undone: " + ids.joined(separator: ", ")
    case .exitCode(let code): "exit \(code)"
    case .killed(signal: 9): "ended by signal 9, which pyflow did not send; the system does when memory runs out"
    case .killed(let signal): "ended by signal \(signal)"
    case .timedOut(let limit): "timed out after \(limit)"
    case .cpuSpent(let limit): "it used up its \(limit) of processor time (`limits.cpu`)"
    case .couldNotStart(let message): "could not be started: \(message)"
    case .httpStatus(let status, _, let location?): "HTTP \(status) to \(location), which only `follow` goes to"
    case .httpStatus(let status, ["2xx"], nil): "HTTP \(status)"
    case .httpStatus(let status, let expected, nil): "HTTP \(status), expected \(expected.joined(separator: " or "))"
    case .requestFailed(let failure): failure.message
    case .expectationFalse(let text): "the answer is not as expected: \(text)"
    case .answerTooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .expression(let message, let location): location.isEmpty ? message : "\(message) (\(location))"
    case .wrongField(let key, let expected, let found): "`\(key)` must be \(expected), not `\(found)`"
    case .outputUnreadable(let message): "its output cannot be read: \(message)"
    case .outputNotKept(let limit): "its output is larger than the \(limit) bytes that are kept for reading"
    case .thrown(let message): message
    case .functionFailed(let failure): failure.message
    case .rejected(let person): "rejected by \(person)"
    case .approvalTimedOut(let limit): "nobody approved within \(limit)"
    case .needsTerminal: "it needs a terminal"
    case .sharedLockHeld(let holder): "refused: somebody else has its lock: \(holder)"
    case .previousRunDirty(let resource, let holder): Self.text(ofDirty: resource, holder)
    case .lockHeld(let resource, let holder, ""):
      "\(resource?.text ?? "its lock") is not free: \(LockHolder.words(holder))"
    case .lockHeld(let resource, let holder, let limit):
      "\(resource?.text ?? "its lock") was not free within \(limit): \(LockHolder.words(holder))"
    case .breakerOpen(let name, let failures, let wait, let last):
      (last.map { "\($0); " } ?? "")
        + "breaker `\(name)` is open after \(failures) failure\(failures == 1 ? "" : "s") in a row; "
        + (wait.map { "it lets nothing through for another \($0)" } ?? "somebody else is trying whether it works again")
    case .lockFailed(let message): "its lock cannot be taken: \(message)"
    case .paused(let person): "paused by \(person)"
    case .notWanted: "only what had failed was to run again"
    case .halted(let id): "the run was halted at \(id)"
    case .outcomeUnknown(nil): "it was under way when pyflow died, and nobody knows what came of it"
    case .outcomeUnknown(let problem?):
      "it was under way when pyflow died, and its `confirm` cannot tell what came of it: \(problem)"
    case .resultLost: "it has happened, but what it gave to others was lost when pyflow died"
    case .confirmed: "its `confirm` says that it has happened"
    case .failIf(let text): "this holds: \(text)"
    case .notYet(let text): "not yet: \(text)"
    case .emptyAnswer: "the answer is empty"
    case .samplesFailed(1, allowed: 0, let last): last
    case .samplesFailed(let count, let allowed, let last):
      "\(count) samples failed, \(allowed == 0 ? "none" : String(allowed)) may; the last: \(last)"
    case .samplesUnknown(let count, let last):
      "nobody could tell\(count == 1 ? "" : ", \(count) times in a row"): \(last)"
    case .noVerdict(let limit, let last):
      "no verdict within \(limit)" + (last.map { "; the last sample: \($0)" } ?? "")
    case .interrupted(let signal): "interrupted by \(signal.rawValue)"
    }
  }

  /// What keeps a rollout from beginning that another one has left, and the way on.
  private static func text(ofDirty resource: MachineResource?, _ holder: LockHolder?) -> String {
    let lock = resource?.text ?? "its lock"
    guard let holder else { return "refused: \(lock) is reserved for a run that nothing tells of" }
    let words = holder.reservation.map { "was left by run \(holder.run): \($0.text)" }
    let way = [holder.runbook.isEmpty ? nil : holder.runbook, holder.run].compactMap { $0 }.map { ShellWord.quoted($0) }
    let free = "once things are in order: pyflow lock break \(ShellWord.quoted(resource?.name ?? ""))"
    let finish = "finish that with: pyflow recover \(way.joined(separator: " ")); or, "
    return "refused: \(lock) \(words ?? "was held by run \(holder.run), which has died half-way"); "
      + (holder.reservation == .halted ? "" : finish) + free
  }

  /// Why a rollout cannot begin where a probe has found the traffic, and what works.
  private static func misplaced(_ text: String, _ colors: [String]) -> String {
    if !colors.isEmpty {
      let names = colors.map { "\"\($0)\"" }.joined(separator: " or ")
      return "refused: `active` has printed \"\(text)\"; it must print \(names) and nothing else, "
        + "as in active = \"./lb.sh live\"; colors = [\"\(text)\", …] says what else the sides are called"
    }
    guard let percentage = PlanStrategy.percentage(text) else {
      return "refused: `weight` has printed \"\(text)\"; it must print the percentage of the new version, "
        + "from 0 to 100, and nothing else, as in weight = \"./lb.sh weight\""
    }
    return "refused: the new version has \(percentage) percent of the traffic before anything was done: "
      + "another rollout stands half-way there, or somebody moves it; give it 0, and begin again"
  }

  /// How a rollout has ended, in words.
  private static func text(of phase: RolloutPhase, _ cause: String?, at node: String?) -> String {
    let why = [cause.map { $0.replacing("_", with: " ") }, node.map { "after \($0)" }].compactMap { $0 }
    let end = phase == .orphaned ? "not taken up" : phase.words
    return why.isEmpty ? end : end + ": " + why.joined(separator: ", ")
  }
}
