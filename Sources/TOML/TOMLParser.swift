internal import Text

/// Parses a TOML 1.1 document in one forward pass over its bytes.
///
/// Nesting is kept on a stack of the parser's own, so no input can exhaust the thread's. After a mistake the parser goes on
/// at the next statement (`TOMLParser+Recovery.swift`), so that one pass reports all of them, one for each statement.
struct TOMLParser: ~Copyable {
  /// Errors that are reported before the rest is only counted.
  static let maximumErrors = 20
  /// How deep arrays and inline tables may be nested.
  static let maximumDepth = 128
  /// How many parts a dotted key or a header may have.
  static let maximumKeyParts = 128

  let source: SourceText
  let bytes: [UInt8]
  /// The offset of the next byte.
  var cursor = 0
  var nodes: [TOMLNode] = []
  var side: [UInt8] = []
  var dateTimes: [TOMLDateTime] = []
  var keyIndex: TOMLKeyIndex
  /// The table to which keys are added: the root, or the one of the last header.
  var section: Int32 = 0
  /// The parts of the key or header that is being read; kept to save allocations.
  var keyParts: [TOMLKeyPart] = []
  /// The arrays and inline tables that are open.
  var open: [OpenContainer] = []
  /// The kinds of quotation marks of which no further closing triple was found.
  var quotesWithoutEnd: Set<UInt8> = []
  private(set) var diagnostics = Diagnostics()
  private var suppressedErrors = 0

  init(source: SourceText) {
    self.source = source
    bytes = source.bytes
    nodes.reserveCapacity(bytes.count / 24 + 2)
    keyIndex = TOMLKeyIndex()
    var root = TOMLNode(.table, origin: .root)
    root.valueSpan = ByteSpan(at: 0)
    nodes.append(root)
  }

  /// The tree of everything that was understood.
  consuming func tree() -> TOMLTree {
    TOMLTree(source: source, nodes: nodes, side: side, dateTimes: dateTimes)
  }

  /// Parses the whole document.
  mutating func parse() {
    guard isReadable() else { return }
    if bytes.starts(with: Self.byteOrderMark) { cursor = Self.byteOrderMark.count }
    while true {
      do throws(TOMLFailure) {
        guard try skipToStatement() else { break }
        try statement()
      } catch {
        report(error)
        recover(from: error.problem)
      }
    }
    if suppressedErrors > 0 {
      diagnostics.report(
        TOMLProblem.tooManyErrors(more: suppressedErrors), in: source, at: ByteSpan(at: bytes.count))
    }
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Checks the size, and that the bytes are UTF-8 as a whole, which TOML demands.
  private mutating func isReadable() -> Bool {
    if bytes.count > SourceText.maximumSize {
      diagnostics.report(TOMLProblem.tooLarge(bytes: bytes.count), at: .file(source.name))
      return false
    }
    guard let offset = UTF8Check.firstInvalid(in: bytes) else { return true }
    let problem = TOMLProblem.invalidUTF8(byte: bytes[offset], offset: offset)
    report(TOMLFailure(problem, offset..<offset + 1))
    return false
  }

  private mutating func report(_ failure: TOMLFailure) {
    if diagnostics.errorCount >= Self.maximumErrors {
      suppressedErrors += 1
      return
    }
    let notes = failure.notes.map { Diagnostic.Note($0.message, at: .span(source, $0.span)) }
    diagnostics.report(failure.problem, in: source, at: failure.span, notes: notes)
  }

  /// Skips white space, comments and empty lines; false at the end of the document.
  private mutating func skipToStatement() throws(TOMLFailure) -> Bool {
    while true {
      skipSpaces()
      guard cursor < bytes.count else { return false }
      switch bytes[cursor] {
      case ByteClass.newline: cursor += 1
      case ByteClass.carriageReturn: try lineEnd()
      case ByteClass.hash: try comment()
      default: return true
      }
    }
  }

  /// A header, or a key with its value, to the end of its line.
  private mutating func statement() throws(TOMLFailure) {
    let isHeader = bytes[cursor] == ByteClass.openBracket
    if isHeader { try header() } else { try keyValue(in: section) }
    try endOfStatement(isHeader: isHeader)
  }

  /// Demands that nothing but a comment follows on the line.
  private mutating func endOfStatement(isHeader: Bool) throws(TOMLFailure) {
    let end = cursor
    skipSpaces()
    if cursor < bytes.count, bytes[cursor] == ByteClass.hash { try comment() }
    guard cursor < bytes.count else { return }
    switch bytes[cursor] {
    case ByteClass.newline: cursor += 1
    case ByteClass.carriageReturn: try lineEnd()
    default:
      let problem: TOMLProblem =
        isHeader ? .textAfterHeader : .textAfterValue(text(in: restOfLine()), isInString: looksQuoted(from: end))
      throw TOMLFailure(problem, restOfLine())
    }
  }

  // MARK: - White space and comments

  /// The next byte, or 0 at the end.
  @inline(__always)
  var peek: UInt8 { cursor < bytes.count ? bytes[cursor] : 0 }

  @inline(__always)
  mutating func skipSpaces() {
    while cursor < bytes.count,
      bytes[cursor] == ByteClass.space || bytes[cursor] == ByteClass.tab
    {
      cursor += 1
    }
  }

  /// Skips white space, comments and line ends inside arrays and inline tables.
  mutating func skipSpacesAndLines() throws(TOMLFailure) {
    while cursor < bytes.count {
      switch bytes[cursor] {
      case ByteClass.space, ByteClass.tab, ByteClass.newline: cursor += 1
      case ByteClass.carriageReturn: try lineEnd()
      case ByteClass.hash: try comment()
      default: return
      }
    }
  }

  /// Skips CR LF; a CR by itself is an error.
  mutating func lineEnd() throws(TOMLFailure) {
    guard cursor + 1 < bytes.count, bytes[cursor + 1] == ByteClass.newline else {
      throw TOMLFailure(.bareCarriageReturn, cursor..<cursor + 1)
    }
    cursor += 2
  }

  /// Skips a comment up to the line end.
  private mutating func comment() throws(TOMLFailure) {
    while cursor < bytes.count, bytes[cursor] != ByteClass.newline {
      let byte = bytes[cursor]
      if byte == ByteClass.carriageReturn {
        guard cursor + 1 < bytes.count, bytes[cursor + 1] == ByteClass.newline else {
          throw TOMLFailure(.bareCarriageReturn, cursor..<cursor + 1)
        }
        return
      }
      if ByteClass.isControl(byte) {
        throw TOMLFailure(.controlCharacter(byte, in: .comment), cursor..<cursor + 1)
      }
      cursor += 1
    }
  }

  // MARK: - Nodes

  /// Appends a node as the last child of `parent`.
  mutating func append(_ node: TOMLNode, to parent: Int32) -> Int32 {
    let index = Int32(nodes.count)
    nodes.append(node)
    nodes[Int(index)].parent = parent
    let previous = nodes[Int(parent)].lastChild
    if previous == TOMLNode.none {
      nodes[Int(parent)].firstChild = index
    } else {
      nodes[Int(previous)].nextSibling = index
    }
    nodes[Int(parent)].lastChild = index
    return index
  }
}
