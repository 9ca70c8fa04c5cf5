internal import Planning
internal import Running
internal import Values

/// Asks of a rehearsal whether everything held that must hold, whatever went wrong (design 9, I1 to I13).
///
/// Each invariant is a function of the story alone; the last, I13, compares two runs, and so is asked by the exploration.
struct InvariantCheck: Sendable {
  /// What is known of the plan, the same for all of its rehearsals.
  let graph: UndoGraph
  /// The longest that the plan says it takes.
  let limits: PromisedTimes
  /// What must not be recorded.
  let secrets: [String]
  /// What finds it in every form.
  let mask: SecretMask

  init(_ plan: Plan) {
    graph = UndoGraph(plan)
    limits = PromisedTimes(plan)
    secrets = plan.secretTexts.filter { $0.utf8.count >= SecretMask.shortestSecret }
    mask = SecretMask(secrets)
  }

  /// What did not hold, in the order of the invariants.
  func violations(in story: RehearsalStory) -> [InvariantViolation] {
    let checks = [
      legalMoves, refusal, wayBack, verification, wayForward, intents, soak, notification, locks, time, undoOrder,
      passes, secrecy,
    ]
    return checks.flatMap { $0(story) }
  }

  /// I0: every transition stands in a table.
  func legalMoves(_ story: RehearsalStory) -> [InvariantViolation] {
    story.outcome.events.compactMap { _, event in
      guard case .rolloutMoved(let owner, let move) = event, move.row == RolloutMove.illegal else { return nil }
      let words = "\(story.plan.nodes[owner].id) had no row for \(move.event.rawValue) in \(move.from.rawValue)"
      return InvariantViolation(.legalMoves, words, at: owner)
    }
  }

  /// I13: the same run again leaves the same record.
  static func replay(_ one: RehearsalRun.Outcome, _ other: RehearsalRun.Outcome) -> [InvariantViolation] {
    if one.record == other.record { return [] }
    return [InvariantViolation(.replay, "the same run again has left another record")]
  }

  /// I9: the run ends, in the time that its plan promises, and so does each of its rollouts.
  ///
  /// Promised is nothing where pyflow dies, for what is done twice then.
  func time(_ story: RehearsalStory) -> [InvariantViolation] {
    if story.outcome.isEndless { return [InvariantViolation(.bounded, "the run never ends")] }
    if !story.outcome.deaths.isEmpty { return [] }
    let time = story.outcome.end.duration(since: Instant(nanoseconds: 0))
    var found = story.rollouts.compactMap { overtime(of: $0, story) }
    if let limit = limits.run, time > limit { found.append(overtime("the run", time, limit, at: nil)) }
    return found
  }

  private func overtime(of rollout: RolloutActs, _ story: RehearsalStory) -> InvariantViolation? {
    guard let limit = limits.rollouts[rollout.owner] ?? nil, let (start, end) = rollout.span else { return nil }
    let events = story.outcome.events
    let time = events[end].at.duration(since: events[start].at)
    return time > limit ? overtime(story.plan.nodes[rollout.owner].id, time, limit, at: rollout.owner) : nil
  }

  private func overtime(
    _ what: String, _ time: Duration, _ limit: Duration, at node: Int?
  ) -> InvariantViolation {
    let words = "\(what) took \(DurationText.format(time)), and may take \(DurationText.format(limit))"
    return InvariantViolation(.bounded, words, at: node)
  }
}
