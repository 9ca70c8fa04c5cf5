internal import Notifications
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// What happened in a rehearsal, and when, in the words that a run is told in.
struct RehearsalTimeline {
  /// The lines, each with its virtual time.
  let lines: [String]

  /// The timeline of a rehearsal; with `showsWholeCommands`, all lines of what is run.
  init(_ outcome: RehearsalRun.Outcome, style: TextStyle, showsWholeCommands: Bool = false) {
    var options = ProgressOptions()
    options.style = style
    var view = ProgressView(plan: outcome.initialPlan, options: options)
    var plan = outcome.initialPlan
    var lines: [String] = []
    var deaths = outcome.deaths[...]
    let start = Instant(nanoseconds: 0)
    func tell(_ text: String, at moment: Instant) {
      let time = DurationText.format(moment.duration(since: start))
      let margin = String(repeating: " ", count: max(0, 9 - time.count))
      for line in text.split(separator: "\n") { lines.append("\(margin)\(time)  \(line)") }
    }
    for (moment, event) in outcome.events {
      while let death = deaths.first, death < moment {
        tell("pyflow dies; pyflow recover takes the run up", at: death)
        deaths.removeFirst()
      }
      if case .expanded(let node, let instances) = event { plan.expand(node, into: instances) }
      if case .started(let node, _, .announce(let said)) = event {
        let id = plan.nodes[node].id
        if said.isForPeople {
          tell(AnnouncementText.lines(said, node: id).joined(separator: "\n"), at: moment)
        } else {
          tell(
            "▸ \(style.paint(id, .emphasis)): \(said.function.rawValue) \(OutputText.firstLine(said.message))",
            at: moment)
        }
      }
      tell(view.text(for: [event], at: moment), at: moment)
      if showsWholeCommands, let rest = Self.furtherLines(of: event) { tell(rest, at: moment) }
    }
    self.lines = lines
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
