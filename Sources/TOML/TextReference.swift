/// Decoded text, as a stretch of the document or, where escapes had to be undone, of the document's side buffer.
struct TextReference: Equatable {
  private static let sideBit: UInt32 = 1 << 31

  static let empty = TextReference(inSource: 0..<0)

  private let location: UInt32
  let length: UInt32

  init(inSource range: Range<Int>) {
    location = UInt32(range.lowerBound)
    length = UInt32(range.count)
  }

  init(inSide range: Range<Int>) {
    location = UInt32(range.lowerBound) | Self.sideBit
    length = UInt32(range.count)
  }

  init(payload: UInt64) {
    location = UInt32(payload >> 32)
    length = UInt32(truncatingIfNeeded: payload)
  }

  var payload: UInt64 { UInt64(location) << 32 | UInt64(length) }
  var isInSide: Bool { location & Self.sideBit != 0 }

  var range: Range<Int> {
    let start = Int(location & ~Self.sideBit)
    return start..<start + Int(length)
  }
}
