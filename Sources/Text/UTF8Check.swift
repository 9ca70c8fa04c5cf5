/// Checks that bytes are well-formed UTF-8 (Unicode 16, table 3-7).
public enum UTF8Check {
  /// The offset of the first byte that no well-formed sequence has there; nothing if all is well.
  ///
  /// O(n), eight ASCII bytes at a time.
  public static func firstInvalid(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        if offset + 8 <= buffer.count,
          buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          offset += 8
          continue
        }
        let length = sequenceLength(at: offset, in: buffer)
        if length == 0 { return offset }
        offset += length
      }
      return nil
    }
  }

  /// The length of the well-formed sequence at `offset`; 0 if there is none.
  private static func sequenceLength(at offset: Int, in buffer: UnsafeRawBufferPointer) -> Int {
    let first = buffer[offset]
    if first < 0x80 { return 1 }
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch first {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    guard length > 0, offset + length <= buffer.count, second.contains(buffer[offset + 1]) else {
      return 0
    }
    for index in (offset + 2)..<max(offset + length, offset + 2) where buffer[index] & 0xC0 != 0x80 {
      return 0
    }
    return length
  }
}
