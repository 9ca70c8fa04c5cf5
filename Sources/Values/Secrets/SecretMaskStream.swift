/// Masks secrets in bytes that come piece by piece, also where a secret is split between pieces.
///
/// Only what may be the beginning of a secret is held back, so that a prompt without a newline is seen at once. Linear.
public struct SecretMaskStream: Sendable {
  private let automaton: FormAutomaton
  private var state = FormAutomaton.root
  /// The reading that passes over control sequences, where it differs.
  private var visible: VisibleText?
  /// What is not settled yet.
  private var pending: [UInt8] = []
  /// The secrets in `pending`, in order, none overlapping the next.
  private var found: [Range<Int>] = []
  /// Whether the first of them was masked already, and what is left of it only has to go.
  private var isFirstMasked = false

  /// A stream that hides what `mask` hides.
  public init(_ mask: SecretMask) {
    automaton = mask.automaton
  }

  /// Whether bytes pass as they are.
  public var isTransparent: Bool { automaton.isEmpty }

  /// What can be shown after the next piece has come.
  public mutating func masked(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(pending.count + piece.count)
    var cursor = 0
    while cursor < piece.count {
      if pending.isEmpty {
        let start = cursor
        while cursor < piece.count, !automaton.mayBegin(with: piece[cursor]) { cursor += 1 }
        output.append(contentsOf: piece[start..<cursor])
        if cursor == piece.count { break }
      }
      read(piece[cursor])
      cursor += 1
      if openCount == 0 {
        settle(pending.count, into: &output)
        state = FormAutomaton.root
        visible = nil
      }
    }
    settle(pending.count - openCount, into: &output)
    return output
  }

  /// The rest, at the end.
  public mutating func finish() -> [UInt8] {
    var output: [UInt8] = []
    settle(pending.count, into: &output)
    state = FormAutomaton.root
    visible = nil
    return output
  }

  /// How many bytes at the end may belong to a secret that is not complete.
  private var openCount: Int {
    max(automaton.openCount(of: state), visible.map { pending.count - ($0.start ?? pending.count) } ?? 0)
  }

  private mutating func read(_ byte: UInt8) {
    if visible == nil, byte == VisibleText.escape, state != FormAutomaton.root {
      let start = pending.count - automaton.openCount(of: state)
      visible = VisibleText(state: state, places: Array(start..<pending.count))
    }
    pending.append(byte)
    state = automaton.next(state, byte)
    note(pending.count - automaton.match(at: state))
    guard visible != nil else { return }
    if let start = visible?.read(byte, at: pending.count - 1, by: automaton) { note(start) }
    if visible?.agrees(with: state) ?? true || pending.count > Self.mostPending { visible = nil }
  }

  /// Colors between the bytes of a secret are followed for so many bytes, so that no endless sequence is kept.
  private static let mostPending = 1 << 20

  /// Notes that what begins at `start` and ends here is a secret, or overlaps with one before it.
  private mutating func note(_ start: Int) {
    guard start < pending.count else { return }
    var start = start
    while let last = found.last, last.upperBound > start {
      start = min(start, last.lowerBound)
      found.removeLast()
    }
    found.append(start..<pending.count)
  }

  /// Moves the first `count` bytes out, secrets among them replaced.
  private mutating func settle(_ count: Int, into output: inout [UInt8]) {
    guard count > 0 else { return }
    var cursor = 0
    var rest: [Range<Int>] = []
    var isRestMasked = false
    for range in found {
      if range.lowerBound >= count {
        rest.append(range.lowerBound - count..<range.upperBound - count)
        continue
      }
      output.append(contentsOf: pending[cursor..<range.lowerBound])
      if !isFirstMasked { output.append(contentsOf: SecretMask.replacement.utf8) }
      isFirstMasked = false
      cursor = min(range.upperBound, count)
      if range.upperBound > count {
        rest.append(0..<range.upperBound - count)
        isRestMasked = true
      }
    }
    output.append(contentsOf: pending[cursor..<count])
    found = rest
    isFirstMasked = isRestMasked
    if count == pending.count { pending.removeAll(keepingCapacity: true) } else { pending.removeFirst(count) }
    visible?.move(by: count)
  }
}
