/// One source line with a row of carets below it.
///
/// Tabs are expanded, controls replaced, and a long line is cut to a window around the carets.
struct SourceExcerpt {
  /// The widest excerpt, in terminal cells.
  static let maximumWidth = 120
  private static let tabWidth = 4
  /// No scalar is longer, so a window never reaches further from the carets than its width times this, in bytes.
  private static let longestScalar = 4

  /// The line as it is printed.
  private(set) var line = ""
  /// Spaces and carets, to be printed below the line.
  private(set) var carets = ""

  /// The excerpt of `line` (its bytes) with carets under `marked` (offsets in the line).
  init(line bytes: ArraySlice<UInt8>, marked: Range<Int>) {
    let reach = Self.reach(in: bytes, around: marked.lowerBound)
    let cells = Self.cells(
      of: bytes[reach], marked: marked, from: reach.lowerBound - bytes.startIndex)
    let window = Self.window(in: cells)
    line = cells[window].map(\.text).joined()
    carets = Self.caretRow(for: cells[window])
    if window.lowerBound > 0 || reach.lowerBound > bytes.startIndex {
      line = "…" + line
      carets = " " + carets
    }
    if window.upperBound < cells.count || reach.upperBound < bytes.endIndex { line += "…" }
  }

  /// A scalar as it is printed, with its width and whether it is marked.
  private struct Cell {
    var text: String
    var width: Int
    var isMarked: Bool
  }

  /// The part of the line that can be in the window, from one scalar's first byte to another's: however long the line is, only this is
  /// looked at.
  private static func reach(in bytes: ArraySlice<UInt8>, around mark: Int) -> Range<Int> {
    let distance = maximumWidth * longestScalar
    let center = bytes.startIndex + mark
    var start = max(bytes.startIndex, center - distance)
    while start < center, bytes[start] & 0xC0 == 0x80 { start += 1 }
    var end = min(bytes.endIndex, center + distance)
    while end < bytes.endIndex, end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<end
  }

  /// The cells of `bytes`, the first of which stands at `start` in the line.
  private static func cells(
    of bytes: ArraySlice<UInt8>, marked: Range<Int>, from start: Int
  ) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var offset = start
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      // An ill-formed byte decodes to U+FFFD, which is longer than the byte was.
      let length =
        scalar == "\u{FFFD}"
        ? length(ofReplacedAt: bytes.startIndex + offset - start, in: bytes) : scalar.utf8.count
      let isMarked = marked.overlaps(offset..<offset + length)
      let cell = cell(for: scalar, atColumn: column, isMarked: isMarked)
      offset += length
      column += cell.width
      cells.append(cell)
    }
    if marked.lowerBound >= offset {  // An empty span, or one at the end of the line.
      cells.append(Cell(text: "", width: 1, isMarked: true))
    }
    return cells
  }

  private static func cell(
    for scalar: Unicode.Scalar, atColumn column: Int, isMarked: Bool
  ) -> Cell {
    if scalar == "\t" {
      let width = tabWidth - column % tabWidth
      return Cell(text: String(repeating: " ", count: width), width: width, isMarked: isMarked)
    }
    let shown = DisplayWidth.printable(scalar)
    return Cell(text: String(shown), width: DisplayWidth.of(shown), isMarked: isMarked)
  }

  /// How many bytes decoding replaced by the U+FFFD at `start`: the real character is three bytes, anything else an ill-formed run.
  private static func length(ofReplacedAt start: Int, in bytes: ArraySlice<UInt8>) -> Int {
    let real: [UInt8] = [0xEF, 0xBF, 0xBD]
    if bytes[start...].starts(with: real) { return 3 }
    var length = 1
    // The decoder makes one replacement of the longest prefix of a valid sequence.
    for probe in 2...3 where start + probe <= bytes.endIndex {
      let decoded = String(decoding: bytes[start..<start + probe], as: UTF8.self)
      guard decoded.unicodeScalars.count == 1 else { break }
      length = probe
    }
    return length
  }

  /// The cells that are shown: all if they fit, else about a third of the width before the first mark, and the rest from there.
  private static func window(in cells: [Cell]) -> Range<Int> {
    let total = cells.reduce(0) { $0 + $1.width }
    if total <= maximumWidth { return 0..<cells.count }
    let first = cells.firstIndex(where: \.isMarked) ?? 0
    var start = first
    var width = 0
    while start > 0, width + cells[start - 1].width <= maximumWidth / 3 {
      start -= 1
      width += cells[start].width
    }
    var end = first
    while end < cells.count, width + cells[end].width <= maximumWidth {
      width += cells[end].width
      end += 1
    }
    return start..<end
  }

  private static func caretRow(for cells: ArraySlice<Cell>) -> String {
    var row = ""
    for cell in cells {
      row += String(repeating: cell.isMarked ? "^" : " ", count: cell.width)
    }
    if let last = row.lastIndex(of: "^") { return String(row[...last]) }
    // Only marks without a width of their own, which show at the character before them.
    let before = cells.prefix { !$0.isMarked }.reduce(0) { $0 + $1.width }
    return String(repeating: " ", count: max(0, before - 1)) + "^"
  }
}
