/// The states of a rehearsal right before something began for the first time: where others can go on otherwise.
struct RehearsalForks: Sendable {
  private var states: [RehearsalState.Moment: RehearsalState] = [:]

  /// The state before something began.
  subscript(_ moment: RehearsalState.Moment) -> RehearsalState? { states[moment] }

  mutating func note(_ state: RehearsalState, before moments: [RehearsalState.Moment]) {
    for moment in moments where states[moment] == nil { states[moment] = state }
  }
}
