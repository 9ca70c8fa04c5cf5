/// Where the lines of a text begin.
///
/// Built when the first message about a text is printed, never while it is parsed: O(bytes) once,
/// then O(log lines + line length) for each position.
public struct LineIndex: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  /// Finds the line starts of `bytes`; lines end in LF or CR LF.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The number of lines; a text without any newline has one.
  public var count: Int { starts.count }

  /// The line, from 1, that holds the byte at `offset`.
  public func line(ofByte offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The line and column of the byte at `offset`; an offset beyond the end is taken as the end.
  public func position(ofByte offset: Int) -> TextPosition {
    let end = min(max(offset, 0), bytes.count)
    let line = line(ofByte: end)
    var column = 1
    for byte in bytes[starts[line - 1]..<end] where byte & 0xC0 != 0x80 { column += 1 }
    // Inside a scalar the loop has counted its first byte already.
    if isInsideScalar(end, lineStart: starts[line - 1]) { column -= 1 }
    return TextPosition(line: line, column: column)
  }

  /// Whether the byte at `offset` continues a scalar; a stray continuation byte, as in Windows-1252 text, does not.
  private func isInsideScalar(_ offset: Int, lineStart: Int) -> Bool {
    guard offset < bytes.count, bytes[offset] & 0xC0 == 0x80 else { return false }
    var first = offset
    while first > lineStart, offset - first < 3, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    return bytes[first] >= 0xC0 && offset - first < (~bytes[first]).leadingZeroBitCount
  }

  /// The bytes of a line, counted from 1, without its line end.
  public func range(ofLine line: Int) -> Range<Int> {
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }
}
