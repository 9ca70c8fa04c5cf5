/// What values are assigned to, and the parameters of macros.
extension ExpressionParser {
  /// `a`, `a.b`, or `a, (b, c)`.
  mutating func targets(allowsTuple: Bool = true) throws(TemplateFailure) -> Target {
    let first = try target()
    guard allowsTuple, isAt(.comma) else { return first }
    var targets = [first]
    while try take(.comma), current.name.map({ $0 != "in" }) ?? isAt(.openParenthesis) {
      targets.append(try target())
    }
    return .tuple(targets)
  }

  private mutating func target() throws(TemplateFailure) -> Target {
    if try take(.openParenthesis) {
      let inner = try targets()
      try expect(.closeParenthesis)
      return inner
    }
    let start = current.range.lowerBound
    guard let name = current.name, !Self.keywords.contains(name) else { throw unexpected(expected: "a name") }
    try advance()
    let base = try expression(reference(to: name), from: start)
    guard try take(.dot) else { return .name(name) }
    guard let attribute = current.name else { throw unexpected(expected: "a name after `.`") }
    try advance()
    return .attribute(attribute, of: base)
  }

  private static let keywords: Set<String> = [
    "in", "if", "else", "and", "or", "not", "is", "true", "false", "none", "True", "False", "None",
  ]

  /// `(a, b=1)`.
  mutating func parameters() throws(TemplateFailure) -> [MacroDefinition.Parameter] {
    try expect(.openParenthesis)
    var result: [MacroDefinition.Parameter] = []
    while !isAt(.closeParenthesis) {
      guard let name = current.name else { throw unexpected(expected: "a parameter's name") }
      try advance()
      let value = try take(.assign) ? try parse() : nil
      if value == nil, result.last?.defaultValue != nil {
        throw unexpected(expected: "`=` and a default, as the parameter before has one,")
      }
      locals.insert(name)
      result.append(MacroDefinition.Parameter(name: name, defaultValue: value))
      guard try take(.comma) else { break }
    }
    try expect(.closeParenthesis)
    return result
  }
}
