internal import Planning
internal import Text
internal import Values

/// What a printed plan says about the nodes of a rollout besides their commands, in a few words.
struct RolloutNotes {
  private let strategy: PlanStrategy
  private let nodes: [PlanNode]
  /// What undoes each target's update.
  private let reverts: [Int: String]

  init(_ strategy: PlanStrategy, _ nodes: [PlanNode]) {
    self.strategy = strategy
    self.nodes = nodes
    let places = strategy.members.indices.filter { strategy.members[$0].role == .revert }
    reverts = Dictionary(
      places.map { place in
        let summary = strategy.preview(place) ?? nodes[place].summary
        return (strategy.members[place].target ?? 0, OutputText.oneLine(summary))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What a node does, in one line as far as people can be told before the run.
  func summary(of place: Int) -> String { strategy.preview(place) ?? nodes[place].summary }

  /// How long a node that only waits does; nothing of one that does something.
  func wait(of member: RolloutMember) -> Duration? {
    switch member.role {
    case .undoDrain: strategy.drain
    case .pause: strategy.pause
    case .analyse: strategy.holds[member.step - 1].usual
    case .soak: strategy.timing.soak
    default: nil
    }
  }

  /// What is said about a node.
  func note(on place: Int) -> String {
    let member = strategy.members[place]
    switch member.role {
    case .metric: return limits(of: strategy.metrics[member.number]) + "; " + watched(place)
    case .watchMetric:
      let metric = strategy.metrics[member.number]
      return limits(of: metric) + (metric.decides ? "; " + Self.meanwhile : "; meanwhile")
    case .baseline, .watchBaseline: return "what that is compared with"
    case .approve: return "\(DurationText.format(strategy.timing.approveTimeout)) to answer, else it goes back"
    case .smoke: return "must succeed"
    case .current: return "a target that has the version already is left alone"
    case .drain, .restore, .pause, .lock: return ""
    case .lockStatus: return "who has it, where it cannot be taken"
    case .heartbeat: return "again every \(DurationText.format(nodes[place].poll?.every ?? .zero)), until the end"
    case .unlock: return "when all is in order"
    case .retire: return "cannot be undone"
    case .watch: return Self.meanwhile
    case .deploy: return undo(by: .undoDeploy) ?? "stays there on a failure: no `cleanup`"
    case .switch: return undo(by: .undoSwitch) ?? ""
    case .shift: return undo(by: .undoShift) ?? ""
    case .promote: return undo(by: .undoPromote) ?? promotionNote
    case .update: return reverts[member.target ?? 0].map { "undone by \($0)" } ?? "not undone: no `revert`"
    default: return nodes[place].poll.map { text(of: $0, member, place) } ?? ""
    }
  }

  private static let meanwhile = "meanwhile; a failure counts at once"
  private var promotionNote: String {
    strategy.replacesStable ? "there is no old version behind it" : undo(by: .undoShift) ?? ""
  }

  private func undo(by role: RolloutRole) -> String? {
    strategy.members.firstIndex { $0.role == role }.map { "undone by \(OutputText.oneLine(summary(of: $0)))" }
  }

  // MARK: - Polls

  private func text(of poll: PlanPoll, _ member: RolloutMember, _ place: Int) -> String {
    if let expected = poll.expected { return self.text(of: expected, member, poll) }
    switch poll.goal {
    case .healthy(let time):
      return "healthy for \(DurationText.format(time)) within \(DurationText.format(poll.timeout))"
    case .watched: return watched(place)
    case .passes: return "must pass within \(DurationText.format(poll.timeout))"
    }
  }

  private func watched(_ place: Int) -> String {
    guard let poll = nodes[place].poll else { return "" }
    return "watch \(DurationText.format(poll.timeout)) every \(DurationText.format(poll.every)), "
      + "≤ \(poll.failLimit) fail, ≥ \(poll.minimumPasses) pass"
  }

  private func text(of expected: RolloutExpectation, _ member: RolloutMember, _ poll: PlanPoll) -> String {
    let time = DurationText.format(poll.timeout)
    if member.role == .drift { return "watch \(time): must go on printing \(place(of: expected, member))" }
    if expected == .anything {
      return strategy.areTargetsFound && member.role == .before
        ? "must print the same targets" : "must answer within \(time)"
    }
    return "must print \(place(of: expected, member)) within \(time)"
  }

  /// Where the traffic is expected.
  private func place(of expected: RolloutExpectation, _ member: RolloutMember) -> String {
    guard strategy.kind == .canary else { return expected == .new ? "the new side" : "the old side" }
    switch expected {
    case .new: return String(member.step > 0 ? strategy.weight(after: member.step) : 100)
    case .before where member.role == .promoteGuard: return String(strategy.weight(after: strategy.weights.count))
    case .before: return String(strategy.weight(after: member.step - 1))
    case .old, .anything: return "0"
    }
  }

  // MARK: - Metrics

  private func limits(of metric: PlanMetric) -> String {
    var parts: [String] = []
    if let maximum = metric.maximum { parts.append("≤ \(Self.text(maximum))") }
    if let minimum = metric.minimum { parts.append("≥ \(Self.text(minimum))") }
    if let ratio = metric.maximumRatio { parts.append("≤ \(Self.text(ratio)) × baseline") }
    if let delta = metric.maximumDelta { parts.append("≤ baseline + \(Self.text(delta))") }
    if !metric.decides { parts.append("decides nothing") }
    return parts.joined(separator: ", ")
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? number.description
  }
}
