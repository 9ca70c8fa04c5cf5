extension Reason {
  /// A stable word for programs.
  public var code: String {
    switch self {
    case .alreadySo: "unless"
    case .skipSet: "skip"
    case .conditionFalse: "when"
    case .conditionsMissed: "conditions"
    case .handlersSkipped: "handlers"
    case .selection: "selection"
    case .blockedBy: "dependency"
    case .stopped: "stopped"
    case .runTimedOut: "run-timeout"
    case .runCancelled, .interrupted, .instancesCancelled: "cancelled"
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
    case .requestFailed: "request"
    case .answerTooLarge, .outputNotKept: "size"
    case .expression: "expression"
    case .wrongField: "value"
    case .outputUnreadable: "parse"
    case .thrown: "thrown"
    case .rejected: "rejected"
    case .approvalTimedOut: "approval-timeout"
    case .needsTerminal: "terminal"
    case .lockHeld, .lockFailed: "lock"
    }
  }

  /// The reason in words, to follow the node's status.
  public var message: String {
    switch self {
    case .alreadySo(let text): "it is so already: \(text)"
    case .skipSet: "`skip` is set"
    case .conditionFalse(let text): "condition is false: \(text)"
    case .conditionsMissed(let entries):
      (entries.count == 1 ? "this does not hold: " : "none of these holds: ") + entries.joined(separator: ", ")
    case .handlersSkipped: "what it follows was skipped"
    case .selection: "selection"
    case .blockedBy(let ids): "blocked by " + ids.joined(separator: ", ")
    case .stopped(let id): id.map { "the run was stopped after \($0) failed" } ?? "the run was stopped"
    case .runCancelled: "the run was cancelled"
    case .runTimedOut(let limit): "the run took longer than its timeout of \(limit)"
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
    case .killed(let signal): "ended by signal \(signal)"
    case .timedOut(let limit): "timed out after \(limit)"
    case .cpuSpent(let limit): "it used up its \(limit) of processor time (`limits.cpu`)"
    case .couldNotStart(let message): "could not be started: \(message)"
    case .httpStatus(let status, ["2xx"]): "HTTP \(status)"
    case .httpStatus(let status, let expected): "HTTP \(status), expected \(expected.joined(separator: " or "))"
    case .requestFailed(let message): message
    case .answerTooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .expression(let message, let location): location.isEmpty ? message : "\(message) (\(location))"
    case .wrongField(let key, let expected, let found): "`\(key)` must be \(expected), not `\(found)`"
    case .outputUnreadable(let message): "its output cannot be read: \(message)"
    case .outputNotKept(let limit): "its output is larger than the \(limit) bytes that are kept for reading"
    case .thrown(let message): message
    case .rejected(let person): "rejected by \(person)"
    case .approvalTimedOut(let limit): "nobody approved within \(limit)"
    case .needsTerminal: "it needs a terminal"
    case .lockHeld(let resource, let holder, let limit):
      "\(resource?.text ?? "its lock") was not free within \(limit): \(LockHolder.words(holder))"
    case .lockFailed(let message): "its lock cannot be taken: \(message)"
    case .interrupted(let signal): "interrupted by \(signal.rawValue)"
    }
  }
}
