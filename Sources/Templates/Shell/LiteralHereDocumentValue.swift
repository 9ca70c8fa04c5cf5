/// A value in a here-document whose body the shell leaves as it is, where nothing can be encoded.
struct LiteralHereDocumentValue {
  /// Where the value stands in the finished text.
  let range: Range<Int>
  let delimiter: [UInt8]
  let stripsTabs: Bool

  /// Whether a line that the value is part of would end the document, or lose tabs of the value.
  func isUnfaithful(in text: [UInt8]) -> Bool {
    var start = text[..<range.lowerBound].lastIndex(of: Self.newline).map { $0 + 1 } ?? 0
    while start <= range.upperBound {
      let end = text[start...].firstIndex(of: Self.newline) ?? text.count
      let line = text[start..<end]
      let content = stripsTabs ? line.drop { $0 == UInt8(ascii: "\t") } : line
      if content.elementsEqual(delimiter) { return true }
      // The shell takes the tabs before `content`; those must be the author's.
      if max(start, range.lowerBound) < min(content.startIndex, range.upperBound) { return true }
      start = end + 1
    }
    return false
  }

  private static let newline = UInt8(ascii: "\n")
}
