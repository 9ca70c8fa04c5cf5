internal import Planning
internal import Running
internal import Text
internal import Values

/// What stops a run from outside: signals, the end of pyflow's parent, time that is up.
extension ProgressView {
  func stopLines(_ event: RunEvent) -> [String] {
    switch event {
    case .interrupted(let signal, let isRepeated):
      [warning("\(signal.rawValue): \(whatFollows(isRepeated))")] + (isRepeated ? [] : waysOn(after: signal))
    case .parentDied(countsAsSignal: true): [warning("the process that started pyflow has ended: that asks to stop")]
    case .noticeOver(let limit):
      [warning("\(DurationText.format(limit)) are over: ending everything, before pyflow is killed")]
    case .overtime(let limit, let isFinal): [warning(overtime(limit, isFinal))]
    default: []
    }
  }

  /// What became of processes that a node has left.
  func leftLines(_ result: ActionResult, of node: Int) -> [String] {
    var lines: [String] = []
    let id = plan.nodes[node].id
    if result.leftovers > 0 {
      lines.append("  \(warning("warning:")) \(id) left processes running; they were ended")
    }
    if !result.leftRunning.isEmpty {
      let numbers = result.leftRunning.prefix(10).map(String.init).joined(separator: ", ")
      let more = result.leftRunning.count > 10 ? ", …" : ""
      lines.append("  left running: process\(result.leftRunning.count == 1 ? "" : "es") \(numbers)\(more)")
    }
    return lines
  }

  private func warning(_ text: String) -> String { options.style.paint(text, .warning) }

  private func whatFollows(_ isRepeated: Bool) -> String {
    if isRepeated { return "ending everything now" }
    return isRollingBack ? "noted, rolling back goes on" : "starting nothing new, waiting for what runs"
  }

  private func waysOn(after signal: RunSignal) -> [String] {
    if let notice = options.notice { return ["  " + words(notice.share(after: signal))] }
    if running.isEmpty { return [] }
    let isForced = (interactive == nil || signal != .interrupt) && !isRollingBack
    let grace = isForced ? "what has not ended after \(DurationText.format(RunOptions.grace)) is forced; " : ""
    return [
      "  " + grace + (options.isLive ? "press Ctrl-C again to end it at once" : "a second signal ends it at once")
    ]
  }

  private func words(_ share: CancellationNotice.Share) -> String {
    let grace = isRollingBack ? "" : "what has not ended after \(DurationText.format(share.grace)) is forced; "
    return grace + "after \(DurationText.format(share.whole)) everything is ended, and the rest is for `pyflow recover`"
  }

  private func overtime(_ limit: Duration, _ isFinal: Bool) -> String {
    let what = isFinal ? "ending what still runs" : "ending what runs, starting nothing but what answers it"
    return "the run's timeout of \(DurationText.format(limit)) has passed: \(what)"
  }
}
