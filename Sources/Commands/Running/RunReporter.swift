internal import Effects
internal import Notifications
internal import Planning
internal import Reports
internal import Running
internal import Values

/// Shows a run while it goes on, and collects its result.
final class RunReporter: EventSink {
  private var plan: Plan
  private var view: ProgressView
  private(set) var result: RunJSON
  private let isQuiet: Bool

  /// A reporter of a run of `plan`.
  init(plan: Plan, options: ProgressOptions) {
    self.plan = plan
    isQuiet = options.isQuiet
    view = ProgressView(plan: plan, options: options)
    result = RunJSON(plan: plan)
  }

  func hear(_ events: [RunEvent], at now: Instant) {
    for case .expanded(let node, let instances) in events { plan.expand(node, into: instances) }
    result.hear(events)
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

  /// Shows the end.
  func end(_ finish: RunFinish, run: String, auditPath: String) {
    let text = view.endText(finish, run: run, auditPath: auditPath, at: SystemClock.now())
    if !text.isEmpty { StandardStream.error.write(text) }
  }
}
