internal import Effects
internal import Notifications
internal import Planning
internal import Reports
internal import Running
internal import Values

/// Shows a run while it goes on, and collects its result.
final class RunReporter: EventSink {
  private var plan: Plan { outcome.plan }
  private var view: ProgressView
  private(set) var outcome: RunOutcome
  private let isQuiet: Bool
  private var console: Console

  /// A reporter of a run of `plan`.
  init(plan: Plan, options: ProgressOptions, console: Console) {
    self.console = console
    isQuiet = options.isQuiet
    view = ProgressView(plan: plan, options: options)
    outcome = RunOutcome(plan: plan)
  }

  func hear(_ events: [RunEvent], at now: Instant) {
    outcome.hear(events)
    var text = ""
    // What a node tells comes before its end, so its lines cannot wait for the others of the round.
    var rest = events[...]
    while let index = rest.firstIndex(where: { !announcement($0).isEmpty }) {
      text += view.text(for: Array(rest[...index]), at: now)
      text += view.framed(announcement(rest[index]), at: now)
      rest = rest[(index + 1)...]
    }
    text += view.text(for: Array(rest), at: now)
    if !text.isEmpty { StandardStream.error.write(text) }
  }

  func hide(_ secrets: [String]) { console.mask(secrets) }

  func idle(at now: Instant) {
    let text = view.idleText(at: now)
    if !text.isEmpty { StandardStream.error.write(text) }
  }

  /// What `log` and `notify` tell.
  ///
  /// A quiet run still tells what a `notify` says: somebody wants it heard.
  private func announcement(_ event: RunEvent) -> [String] {
    guard case .started(let node, _, .announce(let announcement)) = event,
      announcement.isForPeople, !isQuiet || announcement.isNotification
    else { return [] }
    return AnnouncementText.lines(announcement, node: plan.nodes[node].id)
  }

  /// Shows the end; the lines that it shows.
  func end(_ finish: RunFinish, run: String, auditPath: String) -> [String] {
    let lines = view.endLines(finish, run: run, auditPath: auditPath)
    let text = view.endText(finish, run: run, auditPath: auditPath, at: SystemClock.now())
    if !text.isEmpty { StandardStream.error.write(text) }
    return lines
  }
}
