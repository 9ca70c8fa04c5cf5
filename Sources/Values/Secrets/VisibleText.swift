/// A reading that passes over control sequences: programs such as `grep` color what they found, and so break a secret into
/// pieces.
///
/// It begins with an escape inside of what may be a secret.
struct VisibleText: Sendable {
  static let escape: UInt8 = 0x1B

  /// What of a control sequence was read (ECMA-48, 5.4).
  private enum Sequence {
    case none, begun, open
  }

  private var state: FormAutomaton.State
  /// Where the visible bytes stand that may belong to a secret; those before `first` are over.
  private var places: [Int]
  private var first = 0
  private var sequence = Sequence.none

  init(state: FormAutomaton.State, places: [Int]) {
    self.state = state
    self.places = places
  }

  /// Reads the byte at `place`; where the secret begins that ends with it, if one does.
  mutating func read(_ byte: UInt8, at place: Int, by automaton: FormAutomaton) -> Int? {
    if isOfSequence(byte) { return nil }
    places.append(place)
    state = automaton.next(state, byte)
    first = places.count - automaton.openCount(of: state)
    let length = automaton.match(at: state)
    return length > 0 ? places[places.count - length] : nil
  }

  /// `ESC [ … letter`; of an escape of another kind, the byte after it.
  private mutating func isOfSequence(_ byte: UInt8) -> Bool {
    if byte == Self.escape {
      sequence = .begun
      return true
    }
    switch sequence {
    case .none: return false
    case .begun:
      sequence = byte == UInt8(ascii: "[") ? .open : .none
      return true
    case .open:
      // Parameters and intermediate bytes; anything else ends it, and belongs to it if it is a final byte.
      if (0x20...0x3F).contains(byte) { return true }
      sequence = .none
      return (0x40...0x7E).contains(byte)
    }
  }

  /// Where the first byte stands that may belong to a secret which is not complete; nothing if none may.
  var start: Int? { first < places.count ? places[first] : nil }

  /// Whether this reading has nothing more to tell than the one that passes over nothing.
  func agrees(with other: FormAutomaton.State) -> Bool { sequence == .none && state == other }

  /// Heeds that `count` bytes before were settled.
  mutating func move(by count: Int) {
    places = places[first...].map { $0 - count }
    first = 0
  }
}
