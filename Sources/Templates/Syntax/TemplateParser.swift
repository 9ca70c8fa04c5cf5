public import Text

/// Parses templates and bare expressions.
public struct TemplateParser {
  private let source: SourceText
  private let text: String
  let bytes: [UInt8]
  private let map: OffsetMap
  private let expandsEnvironment: Bool
  var cursor = 0
  var outputCount = 0
  private var depth = 0
  /// The names that the template has bound where the cursor stands.
  var locals: Set<String> = []
  /// How many loops are open, which `break` and `continue` need.
  var loopDepth = 0
  /// Whether the body that is being parsed has read the `loop` of the loop around it.
  var readsLoop = false

  /// Parses `text`, which stands in `source` where `map` says.
  ///
  /// With `expandsEnvironment`, `${NAME}` in the text stands for the environment's value, and `$${` for `${` (design 4);
  /// values that are inserted are never looked at.
  public static func template(
    _ text: String, in source: SourceText, map: OffsetMap, expandsEnvironment: Bool = false
  ) throws(TemplateFailure) -> Template {
    var parser = TemplateParser(
      text: text, source: source, map: map, expandsEnvironment: expandsEnvironment)
    let size = parser.bytes.count
    if size > TemplateLimits.templateSize {
      throw parser.failure(.templateTooLarge(limit: TemplateLimits.templateSize), 0..<size)
    }
    let (body, ending) = try parser.body(until: [])
    assert(ending == nil, "a body without endings goes to the end of the text")
    return Template(
      source: source, span: map.span(of: 0..<size), text: text, statements: body,
      outputCount: parser.outputCount)
  }

  /// Parses `text` as an expression without braces.
  public static func expression(
    _ text: String, in source: SourceText, map: OffsetMap
  ) throws(TemplateFailure) -> Expression {
    let lexer = TemplateLexer(bytes: Array(text.utf8), map: map)
    if lexer.bytes.count > TemplateLimits.templateSize {
      throw lexer.failure(
        .templateTooLarge(limit: TemplateLimits.templateSize), 0..<lexer.bytes.count)
    }
    var parser = try ExpressionParser(lexer, tag: .bareExpression)
    let result = try parser.parse()
    guard parser.current.kind == .end else { throw parser.unexpected(expected: "the end") }
    return result
  }

  private init(text: String, source: SourceText, map: OffsetMap, expandsEnvironment: Bool) {
    self.expandsEnvironment = expandsEnvironment
    self.text = text
    self.source = source
    self.map = map
    bytes = Self.withoutLastNewline(Array(text.utf8))
  }

  /// One newline at the very end is dropped, as Jinja2 does.
  private static func withoutLastNewline(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.suffix(2).elementsEqual([0x0D, 0x0A]) { return bytes.dropLast(2) }
    return bytes.last == 0x0A || bytes.last == 0x0D ? bytes.dropLast() : bytes
  }

  /// The newline at the very end that is dropped.
  static func lineEnd(of text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes.dropFirst(withoutLastNewline(bytes).count), as: UTF8.self)
  }

  func failure(_ problem: TemplateProblem, _ range: Range<Int>) -> TemplateFailure {
    TemplateFailure(problem, at: map.span(of: range))
  }

  // MARK: - Text and tags

  /// A statement tag that ends a body: `elif`, `else`, `endif`.
  ///
  /// Its parser stands behind the name.
  struct Ending {
    let name: String
    let range: Range<Int>
    var parser: ExpressionParser
  }

  /// Whether white space at the start of the next text is removed, because the tag before it ended with `-`.
  private var trimsNext = false

  /// Parses text and tags up to a statement whose name is one of `endings`, or to the end of the text.
  mutating func body(
    until endings: [String]
  ) throws(TemplateFailure) -> ([Statement], Ending?) {
    depth += 1
    defer { depth -= 1 }
    if depth > TemplateLimits.depth {
      throw failure(.tooDeep(limit: TemplateLimits.depth), cursor..<cursor)
    }
    var statements: [Statement] = []
    while true {
      try appendText(upTo: nextTag(), to: &statements)
      guard cursor < bytes.count else { return (statements, nil) }
      switch bytes[cursor + 1] {
      case UInt8(ascii: "{"): statements.append(.output(try output()))
      case UInt8(ascii: "#"): try comment()
      default:
        if let ending = try statement(into: &statements, until: endings) {
          return (statements, ending)
        }
      }
    }
  }

  /// The offset of the next `{{`, `{%` or `{#`, or of the end.
  private func nextTag() -> Int {
    var index = cursor
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "{") {
        switch bytes[index + 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "#"): return index
        default: break
        }
      }
      index += 1
    }
    return bytes.count
  }

  /// Appends the text up to `end`, white space removed where a tag beside it says so, line ends as LF.
  mutating func appendText(
    upTo end: Int, to statements: inout [Statement]
  ) throws(TemplateFailure) {
    var text = bytes[cursor..<end]
    if trimsNext { text = text.drop(while: \.isASCIISpace) }
    if end + 2 < bytes.count, bytes[end + 2] == UInt8(ascii: "-") {
      while let last = text.last, last.isASCIISpace { text.removeLast() }
    }
    trimsNext = false
    cursor = end
    if expandsEnvironment, text.contains(UInt8(ascii: "$")) {
      try appendExpanded(text, to: &statements)
    } else if !text.isEmpty {
      statements.append(.text(Self.withLineFeeds(text)))
    }
  }

  /// Appends text in which `${NAME}` stands for `env.NAME`.
  private mutating func appendExpanded(
    _ text: ArraySlice<UInt8>, to statements: inout [Statement]
  ) throws(TemplateFailure) {
    var plain: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      if rest.starts(with: Array("$${".utf8)) {
        plain += Array("${".utf8)
        rest = rest.dropFirst(3)
      } else if rest.starts(with: Array("${".utf8)) {
        if !plain.isEmpty { statements.append(.text(Self.withLineFeeds(plain[...]))) }
        plain = []
        statements.append(.output(try environmentReference(&rest)))
      } else {
        plain.append(byte)
        rest = rest.dropFirst()
      }
    }
    if !plain.isEmpty { statements.append(.text(Self.withLineFeeds(plain[...]))) }
  }

  /// Reads `${NAME}` at the start of `rest`.
  private mutating func environmentReference(
    _ rest: inout ArraySlice<UInt8>
  ) throws(TemplateFailure) -> Statement.Output {
    let start = rest.startIndex
    let name = rest.dropFirst(2).prefix(while: \.isASCIIWord)
    let end = name.endIndex
    guard let first = name.first, !first.isASCIIDigit, end < rest.endIndex,
      bytes[end] == UInt8(ascii: "}")
    else { throw failure(.invalidEnvironmentReference, start..<min(start + 2 + name.count, bytes.count)) }
    rest = rest[(end + 1)...]
    let span = map.span(of: start..<end + 1)
    let environment = Expression(.name("env"), at: span)
    let text = String(decoding: name, as: UTF8.self)
    let expression = Expression(.attribute(environment, text, nameSpan: span), at: span)
    outputCount += 1
    return Statement.Output(expression: expression, ordinal: outputCount - 1)
  }

  /// CR LF and CR become LF, as Jinja2 does.
  private static func withLineFeeds(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x0D) else { return Array(text) }
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text {
      if !(byte == 0x0A && previous == 0x0D) { result.append(byte == 0x0D ? 0x0A : byte) }
      previous = byte
    }
    return result
  }

  /// A lexer behind the opening `{{` or `{%` at the cursor and its sign.
  func tagLexer() -> TemplateLexer {
    var lexer = TemplateLexer(bytes: bytes, map: map)
    lexer.cursor = cursor + 2
    let sign = lexer.cursor < bytes.count ? bytes[lexer.cursor] : 0
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { lexer.cursor += 1 }
    return lexer
  }

  private mutating func output() throws(TemplateFailure) -> Statement.Output {
    let start = cursor
    do throws(TemplateFailure) {
      var parser = try ExpressionParser(tagLexer(), tag: .output, locals: locals)
      if case .tagEnd = parser.current.kind { throw failure(.emptyOutput, start..<start + 2) }
      let expression = try parser.parseTuple()
      try finish(&parser)
      return numbered(expression)
    } catch {
      throw unclosed(error, from: start, opening: "{{", closing: "}}")
    }
  }

  /// The next output.
  mutating func numbered(_ expression: Expression) -> Statement.Output {
    outputCount += 1
    return Statement.Output(expression: expression, ordinal: outputCount - 1)
  }

  /// Ends a tag, and goes on behind it.
  mutating func finish(_ parser: inout ExpressionParser) throws(TemplateFailure) {
    trimsNext = try parser.tagEnd()
    if parser.readsLoop { readsLoop = true }
    cursor = parser.current.range.upperBound
  }

  /// A tag that runs to the end of the text is shown at its beginning.
  func unclosed(
    _ error: TemplateFailure, from start: Int, opening: String, closing: String
  ) -> TemplateFailure {
    guard case .unexpectedEnd = error.problem else { return error }
    return failure(.unclosedTag(opening: opening, closing: closing), start..<start + 2)
  }

  private mutating func comment() throws(TemplateFailure) {
    let start = cursor
    var index = cursor + 2
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "#"), bytes[index + 1] == UInt8(ascii: "}") {
        trimsNext = index > start + 2 && bytes[index - 1] == UInt8(ascii: "-")
        cursor = index + 2
        return
      }
      index += 1
    }
    throw failure(.unclosedTag(opening: "{#", closing: "#}"), start..<start + 2)
  }
}
