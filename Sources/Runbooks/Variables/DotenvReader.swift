internal import Text
internal import Values

/// Reads `NAME=VALUE` lines, as `.env` files have them.
///
/// `export` may stand before a name. A value is bare text up to the end of its line or a comment, `'…'` as it stands, or
/// `"…"` with escapes; quoted values may go over lines. Nothing in a value is expanded: a `$` is a `$`.
struct DotenvReader {
  private let source: SourceText
  private let bytes: [UInt8]
  private var cursor = 0
  private var diagnostics = Diagnostics()
  private var assignments: [VariableAssignment] = []

  /// A line that cannot be read.
  private struct Failure: Error {
    let problem: VariablesFileProblem
    let range: Range<Int>
  }

  private init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// The assignments in a text; what is wrong with it is reported, and the other lines are read.
  static func read(_ source: SourceText, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    if let offset = UTF8Check.firstInvalid(in: source.bytes) {
      diagnostics.report(VariablesFileProblem.invalidUTF8, in: source, at: ByteSpan(offset..<offset + 1))
      return []
    }
    var reader = DotenvReader(source)
    reader.readLines()
    diagnostics.append(contentsOf: reader.diagnostics)
    return reader.assignments
  }

  private mutating func readLines() {
    while cursor < bytes.count {
      let start = cursor
      do throws(Failure) {
        if let assignment = try readLine() { assignments.append(assignment) }
      } catch {
        diagnostics.report(error.problem, in: source, at: ByteSpan(error.range))
        // An unclosed quote goes to the end of the file, but only its line is wrong.
        cursor = start
        skip { $0 != UInt8(ascii: "\n") }
      }
      cursor += 1
    }
  }

  private mutating func readLine() throws(Failure) -> VariableAssignment? {
    skipBlanks()
    guard let first = current, first != UInt8(ascii: "#"), !Self.endsLine(first) else {
      skip { $0 != UInt8(ascii: "\n") }
      return nil
    }
    let (name, range) = try readName()
    skipBlanks()
    let start = cursor
    let value = try readValue()
    let end = cursor
    try endLine()
    guard RunbookReader.isIdentifier(name, dashes: false) else {
      throw Failure(problem: .invalidName(name), range: range)
    }
    return VariableAssignment(
      name: name, content: .text(value), source: .file(source.name),
      place: .span(source, ByteSpan(start..<end)), namePlace: .span(source, ByteSpan(range)))
  }

  /// The name before the `=`, which is read too.
  private mutating func readName() throws(Failure) -> (name: String, range: Range<Int>) {
    let start = cursor
    skip { $0 != UInt8(ascii: "=") && !Self.endsLine($0) }
    guard current == UInt8(ascii: "=") else { throw Failure(problem: .noAssignment, range: start..<cursor) }
    let text = text(in: start..<cursor).trimmed
    let name = text.hasPrefix("export ") ? String(text.dropFirst("export ".count)).trimmed : text
    let nameStart = start + text.utf8.count - name.utf8.count
    cursor += 1
    return (name, nameStart..<nameStart + name.utf8.count)
  }

  // MARK: - Values

  private mutating func readValue() throws(Failure) -> String {
    switch current {
    case UInt8(ascii: "'"): try readQuoted(UInt8(ascii: "'"), hasEscapes: false)
    case UInt8(ascii: "\""): try readQuoted(UInt8(ascii: "\""), hasEscapes: true)
    default: readBare()
    }
  }

  private mutating func readBare() -> String {
    let start = cursor
    var isAfterBlank = true
    while let byte = current, !Self.endsLine(byte) {
      if byte == UInt8(ascii: "#"), isAfterBlank { break }
      isAfterBlank = Self.isBlank(byte)
      cursor += 1
    }
    return text(in: start..<cursor).trimmed
  }

  private mutating func readQuoted(_ quote: UInt8, hasEscapes: Bool) throws(Failure) -> String {
    let start = cursor
    var value: [UInt8] = []
    cursor += 1
    while let byte = current, byte != quote {
      cursor += 1
      value.append(hasEscapes && byte == UInt8(ascii: "\\") ? try readEscape() : byte)
    }
    guard current == quote else { throw Failure(problem: .unclosedQuote, range: start..<start + 1) }
    cursor += 1
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func readEscape() throws(Failure) -> UInt8 {
    defer { cursor += 1 }
    switch current {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "r"): return UInt8(ascii: "\r")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case let byte? where [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$")].contains(byte): return byte
    default:
      // The whole character, which may have several bytes.
      var end = cursor + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      let range = min(cursor, bytes.count)..<min(end, bytes.count)
      throw Failure(problem: .invalidEscape(text(in: range)), range: cursor - 1..<range.upperBound)
    }
  }

  /// Passes the end of a line, and the comment before it.
  private mutating func endLine() throws(Failure) {
    skipBlanks()
    let start = cursor
    if current == UInt8(ascii: "#") { skip { $0 != UInt8(ascii: "\n") } }
    skip { $0 == UInt8(ascii: "\r") }
    guard let byte = current, byte != UInt8(ascii: "\n") else { return }
    skip { !Self.endsLine($0) }
    throw Failure(problem: .textAfterQuote, range: start..<cursor)
  }

  // MARK: - Bytes

  private var current: UInt8? { cursor < bytes.count ? bytes[cursor] : nil }

  private mutating func skip(while holds: (UInt8) -> Bool) {
    while let byte = current, holds(byte) { cursor += 1 }
  }

  private mutating func skipBlanks() { skip(while: Self.isBlank) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

  private func text(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
