internal import Text

/// Splits the inside of tags into tokens (Jinja2 3.1, `lexer.py`).
struct TemplateLexer {
  let bytes: [UInt8]
  let map: OffsetMap
  /// The offset of the next byte.
  var cursor: Int
  /// The brackets that are open; the end of a tag is one only outside of them.
  private var brackets: [TemplateSymbol] = []

  init(bytes: [UInt8], map: OffsetMap) {
    self.bytes = bytes
    self.map = map
    cursor = 0
  }

  /// How the tag that is being read ends.
  enum Tag {
    case output, statement, bareExpression

    /// The byte before the last `}`; a bare expression has no ending.
    var endingStart: UInt8? {
      switch self {
      case .output: UInt8(ascii: "}")
      case .statement: UInt8(ascii: "%")
      case .bareExpression: nil
      }
    }
  }

  func failure(_ problem: TemplateProblem, _ range: Range<Int>) -> TemplateFailure {
    TemplateFailure(problem, at: map.span(of: range))
  }

  /// Starts a new tag.
  mutating func beginTag() {
    brackets.removeAll(keepingCapacity: true)
  }

  /// The next token of a tag.
  mutating func next(in tag: Tag) throws(TemplateFailure) -> TemplateToken {
    skipSpace()
    guard cursor < bytes.count else {
      return TemplateToken(kind: .end, range: cursor..<cursor)
    }
    if brackets.isEmpty, let end = tagEnd(of: tag) { return end }
    let byte = bytes[cursor]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string(quote: byte) }
    if byte.isASCIIDigit { return try number() }
    if let end = endOfName(from: cursor) { return name(to: end) }
    return try symbol()
  }

  /// Whether a single `=` comes next, as behind the name of an argument.
  var isBeforeAssignment: Bool {
    var next = cursor
    while next < bytes.count, bytes[next].isASCIISpace { next += 1 }
    guard next < bytes.count, bytes[next] == UInt8(ascii: "=") else { return false }
    return next + 1 == bytes.count || bytes[next + 1] != UInt8(ascii: "=")
  }

  private mutating func skipSpace() {
    while cursor < bytes.count, bytes[cursor].isASCIISpace { cursor += 1 }
  }

  /// `}}`, `-}}`, `%}`, `-%}` or `+%}`.
  private mutating func tagEnd(of tag: Tag) -> TemplateToken? {
    let isSigned = bytes[cursor] == UInt8(ascii: "-") || bytes[cursor] == UInt8(ascii: "+")
    let start = cursor + (isSigned ? 1 : 0)
    guard start + 1 < bytes.count, bytes[start] == tag.endingStart, bytes[start + 1] == UInt8(ascii: "}") else {
      return nil
    }
    let trims = bytes[cursor] == UInt8(ascii: "-")
    let range = cursor..<start + 2
    cursor = range.upperBound
    return TemplateToken(kind: .tagEnd(trims: trims), range: range)
  }

  private mutating func name(to end: Int) -> TemplateToken {
    let range = cursor..<end
    cursor = end
    return TemplateToken(kind: .name(text(range)), range: range)
  }

  /// The end of the identifier at `start`, if one begins there (Unicode's XID_Start and XID_Continue, as in Python).
  private func endOfName(from start: Int) -> Int? {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte < 0x80 {
        let isLetter = byte.isASCIILetter || byte == UInt8(ascii: "_")
        guard isLetter || (end > start && byte.isASCIIDigit) else { break }
        end += 1
      } else {
        let length = scalarLength(at: end)
        guard let scalar = text(end..<end + length).unicodeScalars.first,
          end > start ? scalar.properties.isXIDContinue : scalar.properties.isXIDStart
        else { break }
        end += length
      }
    }
    return end > start ? end : nil
  }

  private func scalarLength(at offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end - offset
  }

  private mutating func symbol() throws(TemplateFailure) -> TemplateToken {
    let next = cursor + 1 < bytes.count ? bytes[cursor + 1] : 0
    guard let symbol = TemplateSymbol(bytes[cursor], next) else {
      let range = cursor..<cursor + scalarLength(at: cursor)
      throw failure(.unexpectedCharacter(text(range)), range)
    }
    let range = cursor..<cursor + symbol.rawValue.utf8.count
    try balance(symbol, at: range)
    cursor = range.upperBound
    return TemplateToken(kind: .symbol(symbol), range: range)
  }

  private mutating func balance(
    _ symbol: TemplateSymbol, at range: Range<Int>
  ) throws(TemplateFailure) {
    if symbol.closing != nil {
      if brackets.count == TemplateLimits.depth {
        throw failure(.tooDeep(limit: TemplateLimits.depth), range)
      }
      brackets.append(symbol)
    } else if symbol.isClosing {
      guard let open = brackets.popLast(), open.closing == symbol else {
        throw failure(.unbalanced(symbol.rawValue), range)
      }
    }
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
