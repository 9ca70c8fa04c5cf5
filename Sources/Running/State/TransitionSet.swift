/// A set of transitions: a row of bits for each status, so that a change of a node's status costs no hashing.
struct TransitionSet: Sendable, Equatable {
  /// By the status that is left; a bit for each status that is come to.
  private var rows = SIMD16<UInt16>()

  /// A set of so many transitions.
  init(_ transitions: some Sequence<Transition>) {
    for transition in transitions { insert(transition) }
  }

  mutating func insert(_ transition: Transition) {
    rows[transition.from.index] |= 1 << UInt16(transition.to.index)
  }

  func contains(_ transition: Transition) -> Bool {
    rows[transition.from.index] & 1 << UInt16(transition.to.index) != 0
  }
}

extension NodeStatus {
  /// Its place among all of them.
  var index: Int {
    switch self {
    case .pending: 0
    case .ready: 1
    case .running: 2
    case .waiting: 3
    case .succeeded: 4
    case .unchanged: 5
    case .failed: 6
    case .cancelled: 7
    case .skipped: 8
    case .blocked: 9
    case .unknown: 10
    }
  }
}
