internal import Text

/// Statement tags, and those that choose or hide text: `if` and `raw`.
extension TemplateParser {
  /// Parses the statement tag at the cursor; returns it if its name is one of `endings`.
  mutating func statement(
    into statements: inout [Statement], until endings: [String]
  ) throws(TemplateFailure) -> Ending? {
    let start = cursor
    do throws(TemplateFailure) {
      var parser = try ExpressionParser(tagLexer(), tag: .statement, locals: locals)
      guard let name = parser.current.name else { throw parser.unexpected(expected: "a statement") }
      let range = parser.current.range
      try parser.advance()
      if endings.contains(name) { return Ending(name: name, range: range, parser: parser) }
      switch name {
      case "if": statements.append(try branches(parser, start: start))
      case "raw": try raw(&parser, start: start, into: &statements)
      case "for": statements.append(try loop(parser, start: start))
      case "set": statements.append(try assignment(parser, start: start))
      case "with": statements.append(try scoped(parser, start: start))
      case "macro": statements.append(.macro(try macro(parser, start: start)))
      case "call": statements.append(.output(try callBlock(parser, start: start)))
      case "filter": statements.append(.output(try filterBlock(parser, start: start)))
      case "do": statements.append(try evaluation(&parser))
      case "break", "continue": statements.append(try loopExit(name, range, &parser))
      default: throw failure(Self.problem(ofStatement: name), range)
      }
    } catch {
      throw unclosed(error, from: start, opening: "{%", closing: "%}")
    }
    return nil
  }

  private static func problem(ofStatement name: String) -> TemplateProblem {
    let excluded = ["extends", "block", "include", "import", "from", "autoescape", "trans"]
    if excluded.contains(name) { return .statementExcluded(name) }
    if name.hasPrefix("end") || name == "else" || name == "elif" { return .strayEnding(name) }
    return .unknownStatement(name, suggestion: Suggestion.closest(to: name, among: statementNames))
  }

  private static let statementNames = [
    "if", "raw", "for", "set", "with", "macro", "call", "filter", "do", "break", "continue",
  ]

  /// Parses a body up to its only ending, and goes on behind that.
  mutating func block(_ name: String, start: Int) throws(TemplateFailure) -> [Statement] {
    let (body, ending) = try body(until: ["end" + name])
    guard var ending else { throw unclosedBlock(name, start: start) }
    try finish(&ending.parser)
    return body
  }

  func unclosedBlock(_ name: String, start: Int) -> TemplateFailure {
    failure(.unclosedBlock(name, ending: "end" + name), start..<start + 2)
  }

  /// Parses an `if` whose parser stands behind the keyword.
  private mutating func branches(
    _ first: ExpressionParser, start: Int
  ) throws(TemplateFailure) -> Statement {
    var parser = first
    var branches: [Statement.Branch] = []
    while true {
      let condition = try parser.parse()
      try finish(&parser)
      let (body, ending) = try self.body(until: ["elif", "else", "endif"])
      branches.append(Statement.Branch(condition: condition, body: body))
      guard var ending else { throw unclosedBlock("if", start: start) }
      switch ending.name {
      case "elif": parser = ending.parser
      case "else":
        try finish(&ending.parser)
        return .branches(branches, otherwise: try block("if", start: start))
      default:
        try finish(&ending.parser)
        return .branches(branches, otherwise: [])
      }
    }
  }

  /// Parses `{% raw %}…{% endraw %}`: text in which nothing is a tag.
  private mutating func raw(
    _ parser: inout ExpressionParser, start: Int, into statements: inout [Statement]
  ) throws(TemplateFailure) {
    try finish(&parser)
    let content = cursor
    var index = cursor
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "%") {
        cursor = index
        if var end = try? ExpressionParser(tagLexer(), tag: .statement), end.isAt(word: "endraw") {
          try end.advance()
          cursor = content
          try appendText(upTo: index, to: &statements)
          try finish(&end)
          return
        }
      }
      index += 1
    }
    throw unclosedBlock("raw", start: start)
  }
}
