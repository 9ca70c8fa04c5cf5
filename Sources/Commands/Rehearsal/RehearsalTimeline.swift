internal import Notifications
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// What happened in a rehearsal, and when, in the words that a run is told in.
struct RehearsalTimeline {
  /// The lines, each with its virtual time.
  private(set) var lines: [String] = []
  private let style: TextStyle
  private let showsWholeCommands: Bool
  private var plan: Plan
  private var view: ProgressView

  /// The timeline of a rehearsal; with `showsWholeCommands`, all lines of what is run.
  init(_ outcome: RehearsalRun.Outcome, style: TextStyle, showsWholeCommands: Bool = false) {
    self.style = style
    self.showsWholeCommands = showsWholeCommands
    plan = outcome.initialPlan
    var options = ProgressOptions()
    options.style = style
    view = ProgressView(plan: plan, options: options)
    var deaths = outcome.deaths[...]
    for (moment, entry) in outcome.events.enumerated() {
      while let death = deaths.first, death.moment <= moment {
        take(death)
        deaths.removeFirst()
      }
      take(entry.event, at: entry.at)
    }
    for death in deaths { take(death) }
  }

  private mutating func take(_ event: RunEvent, at moment: Instant) {
    if case .expanded(let node, let instances) = event { plan.expand(node, into: instances) }
    if case .started(let node, _, .announce(let said)) = event { tell(text(of: said, by: node), at: moment) }
    tell(view.text(for: [event], at: moment), at: moment)
    if showsWholeCommands, let rest = Self.furtherLines(of: event) { tell(rest, at: moment) }
  }

  private mutating func take(_ death: RehearsalRun.Death) {
    let next = death.purpose.map { "pyflow \($0.rawValue) takes the run up" } ?? "nothing is left that could be undone"
    tell("pyflow dies; \(next)", at: death.at)
  }

  private mutating func tell(_ text: String, at moment: Instant) {
    let time = DurationText.format(moment.duration(since: Instant(nanoseconds: 0)))
    let margin = String(repeating: " ", count: max(0, 9 - time.count))
    for line in text.split(separator: "\n") { lines.append("\(margin)\(time)  \(line)") }
  }

  private func text(of said: Announcement, by node: Int) -> String {
    let id = plan.nodes[node].id
    if said.isForPeople { return AnnouncementText.lines(said, node: id).joined(separator: "\n") }
    return "▸ \(style.paint(id, .emphasis)): \(said.function.rawValue) \(OutputText.firstLine(said.message))"
  }

  /// What is run, where the line about it cannot tell all of it.
  private static func furtherLines(of event: RunEvent) -> String? {
    let text: String
    switch event {
    case .started(_, _, let action) where !action.isAnnouncement, .rollbackStarted(_, _, let action):
      text = action.summary
    default: return nil
    }
    guard OutputText.firstLine(text) != text else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !$0.isEmpty }.map { "  │ \(OutputText.cleaned(String($0)))" }.joined(separator: "\n")
  }
}

extension Action {
  /// Whether it is told in words of its own.
  fileprivate var isAnnouncement: Bool { if case .announce = self { true } else { false } }
}
