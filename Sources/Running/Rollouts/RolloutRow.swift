/// A row of a table of transitions: what follows in a phase on an event, if its guards hold.
///
/// A row of the design with several alternatives is several rows here, which share its id.
public struct RolloutRow<Phase: Sendable & Hashable>: Sendable {
  /// The row's id in the design, such as `B14`.
  public let id: String
  /// The phase that is left.
  public let from: Phase
  /// What happens.
  public let event: RolloutEvent
  /// What must be so; all of it.
  public let guards: [RolloutGuard]
  /// The phase that follows.
  public let to: Phase
  /// Why, where the end alone does not tell: `lock_held`, `drift`.
  public let cause: String?

  /// Id, phase, event and guards: what tells it from the others.
  public let name: String

  init(
    id: String, from: Phase, event: RolloutEvent, guards: [RolloutGuard] = [], to: Phase, cause: String? = nil
  ) {
    (self.id, self.from, self.event, self.guards, self.to, self.cause) = (id, from, event, guards, to, cause)
    name = ([id, "\(from)", event.rawValue] + guards.map(\.rawValue)).joined(separator: " · ")
  }

  /// The rows of several phases and events with the same guards and the same end.
  static func rows(
    _ id: String, _ from: [Phase], _ events: [RolloutEvent], when guards: [RolloutGuard] = [], to: Phase,
    _ cause: String? = nil
  ) -> [RolloutRow] {
    from.flatMap { phase in
      events.map { RolloutRow(id: id, from: phase, event: $0, guards: guards, to: to, cause: cause) }
    }
  }
}

/// The phases of a kind, and what follows on what (design 8).
public struct RolloutTable<Phase: Sendable & Hashable>: Sendable {
  /// The rows; of those that fit, the first one counts.
  public let rows: [RolloutRow<Phase>]
  private let byPlace: [Place: [Int]]

  private struct Place: Hashable {
    let phase: Phase
    let event: RolloutEvent
  }

  init(_ rows: [[RolloutRow<Phase>]]) {
    self.rows = rows.flatMap { $0 }
    byPlace = Dictionary(grouping: self.rows.indices) { [rows = self.rows] in
      Place(phase: rows[$0].from, event: rows[$0].event)
    }
  }

  /// Whether anything can happen in a phase.
  func hasRows(from phase: Phase) -> Bool { rows.contains { $0.from == phase } }

  /// Whether any row is for an event in a phase.
  func hears(_ event: RolloutEvent, in phase: Phase) -> Bool { byPlace[Place(phase: phase, event: event)] != nil }

  /// The row that says what follows; nothing if none does, which is a mistake of whoever tells the event.
  public func row(from phase: Phase, on event: RolloutEvent, _ facts: RolloutFacts) -> RolloutRow<Phase>? {
    let candidates = byPlace[Place(phase: phase, event: event)] ?? []
    return candidates.lazy.map { rows[$0] }.first { $0.guards.allSatisfy(facts.hold) }
  }
}
