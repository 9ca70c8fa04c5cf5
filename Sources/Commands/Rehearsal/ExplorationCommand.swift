internal import Effects
internal import Planning
internal import Values

/// Explores a plan and tells what came of it.
struct ExplorationCommand {
  let exploration: Exploration
  let console: Console
  /// Whether the result is for programs.
  let isJSON: Bool

  func execute() throws -> ExitCode {
    let started = SystemClock.now()
    let progress = ExplorationProgress(console, since: started)
    let report = exploration.run { done, all in progress.show(done, of: all) }
    progress.clear()
    let time = SystemClock.now().duration(since: started)
    try console.result(
      isJSON ? ExplorationJSON(report: report, time: time).text : ExplorationText(report: report, time: time).text)
    return report.isClean ? .succeeded : .failed
  }
}
