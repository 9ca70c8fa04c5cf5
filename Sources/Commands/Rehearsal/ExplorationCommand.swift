internal import Effects
internal import Planning
internal import Values

/// Explores a plan and tells what came of it.
struct ExplorationCommand {
  let plan: Plan
  let console: Console
  /// Whether the result is for programs.
  let isJSON: Bool

  func execute() throws -> ExitCode {
    let started = SystemClock.now()
    let progress = ExplorationProgress(console, since: started)
    let report = Exploration(plan: plan).run { done, all in progress.show(done, of: all) }
    progress.clear()
    let time = SystemClock.now().duration(since: started)
    try console.result(
      isJSON ? ExplorationJSON(report: report, time: time).text : ExplorationText(report: report, time: time).text)
    return report.isClean ? .succeeded : .failed
  }
}

/// A line at the terminal that says how far an exploration has come, once it takes longer than a moment.
private struct ExplorationProgress {
  private let console: Console
  private let started: Instant
  private let isShown = Terminal.showsProgress

  init(_ console: Console, since started: Instant) {
    self.console = console
    self.started = started
  }

  private static let patience = Duration.seconds(1)

  private var isLate: Bool { isShown && SystemClock.now().duration(since: started) > Self.patience }

  func show(_ done: Int, of all: Int) {
    if isLate { console.say("\r\(done) of \(all) faults explored") }
  }

  func clear() {
    if isLate { console.say("\r\u{1B}[K") }
  }
}
