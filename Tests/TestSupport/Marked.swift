/// A text in which places are marked with `⟦` and `⟧`, so that tests need not count columns.
public struct Marked: Sendable {
  /// The text without the marks.
  public let text: String
  /// The marked stretches, as ranges of UTF-8 offsets, in order of their beginnings.
  public let ranges: [Range<Int>]

  /// Reads a text with marks.
  ///
  /// Marks may be nested.
  public init(_ marked: String) {
    var text = ""
    var open: [Int] = []
    var ranges: [Range<Int>] = []
    for character in marked.unicodeScalars {
      switch character {
      case "⟦": open.append(text.utf8.count)
      case "⟧": if let start = open.popLast() { ranges.append(start..<text.utf8.count) }
      default: text.unicodeScalars.append(character)
      }
    }
    self.text = text
    self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
  }
}
