internal import Effects
internal import Values

/// A line at the terminal that says how far an exploration has come, once it takes longer than a moment.
struct ExplorationProgress {
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
