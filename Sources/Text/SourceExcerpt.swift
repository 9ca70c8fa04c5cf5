/// One source line with a row of carets below it.
///
/// Tabs are expanded, controls replaced, and a long line is cut to a window around the carets.
struct SourceExcerpt {
  /// The widest excerpt, in terminal cells.
  static let maximumWidth = 120
  private static let tabWidth = 4

  /// The line as it is printed.
  private(set) var line = ""
  /// Spaces and carets, to be printed below the line.
  private(set) var carets = ""

  /// The excerpt of `line` (its bytes) with carets under `marked` (offsets in the line).
  init(line bytes: ArraySlice<UInt8>, marked: Range<Int>) {
    let cells = Self.cells(of: bytes, marked: marked)
    let window = Self.window(in: cells)
    for cell in cells[window.cells] { line.unicodeScalars.append(contentsOf: cell.scalars) }
    carets = Self.caretRow(for: cells[window.cells])
    if window.cutsStart {
      line = "…" + line
      carets = " " + carets
    }
    if window.cutsEnd { line += "…" }
  }

  /// A scalar as it is printed, with its width and whether it is marked.
  private struct Cell {
    var scalars: [Unicode.Scalar]
    var width: Int
    var isMarked: Bool
  }

  private static func cells(of bytes: ArraySlice<UInt8>, marked: Range<Int>) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var offset = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let isMarked = marked.contains(offset)
      let cell = cell(for: scalar, atColumn: column, isMarked: isMarked)
      // An ill-formed byte decodes to U+FFFD, which is longer than the byte was.
      offset += scalar == "\u{FFFD}" ? length(ofReplacedAt: offset, in: bytes) : scalar.utf8.count
      column += cell.width
      cells.append(cell)
    }
    if marked.lowerBound >= offset {  // An empty span, or one at the end of the line.
      cells.append(Cell(scalars: [], width: 1, isMarked: true))
    }
    return cells
  }

  private static func cell(
    for scalar: Unicode.Scalar, atColumn column: Int, isMarked: Bool
  ) -> Cell {
    if scalar == "\t" {
      let width = tabWidth - column % tabWidth
      return Cell(
        scalars: Array(repeating: " ", count: width), width: width, isMarked: isMarked)
    }
    let shown = DisplayWidth.printable(scalar)
    return Cell(scalars: [shown], width: DisplayWidth.of(shown), isMarked: isMarked)
  }

  /// How many bytes decoding replaced by the U+FFFD at `offset`: the real character is three bytes, anything else an ill-formed run.
  private static func length(ofReplacedAt offset: Int, in bytes: ArraySlice<UInt8>) -> Int {
    let start = bytes.startIndex + offset
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

  private static func window(
    in cells: [Cell]
  ) -> (cells: Range<Int>, cutsStart: Bool, cutsEnd: Bool) {
    let total = cells.reduce(0) { $0 + $1.width }
    if total <= maximumWidth { return (0..<cells.count, false, false) }
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
    return (start..<end, start > 0, end < cells.count)
  }

  private static func caretRow(for cells: ArraySlice<Cell>) -> String {
    var row = ""
    for cell in cells {
      row += String(repeating: cell.isMarked ? "^" : " ", count: cell.width)
    }
    guard let last = row.lastIndex(of: "^") else { return "^" }
    return String(row[...last])
  }
}
