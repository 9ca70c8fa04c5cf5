internal import Values

/// Operands: names, literals, and what stands in brackets.
extension ExpressionParser {
  mutating func primary() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    switch current.kind {
    case .name(let name):
      try advance()
      if let constant = Self.constant(name) { return try expression(.literal(constant), from: start) }
      return try expression(reference(to: name), from: start)
    case .integer(let number):
      try advance()
      return try expression(.literal(.int(number)), from: start)
    case .float(let number):
      try advance()
      return try expression(.literal(.double(number)), from: start)
    case .string: return try strings()
    case .symbol(.openParenthesis): return try parenthesized()
    case .symbol(.openBracket): return try list()
    case .symbol(.openBrace): return try map()
    default: throw unexpected(expected: "an expression")
    }
  }

  /// A name, which is the template's own or one of the scope.
  mutating func reference(to name: String) -> Expression.Kind {
    guard locals.contains(name) else { return .name(name) }
    if name == "loop" { readsLoop = true }
    return .local(name)
  }

  private static func constant(_ name: String) -> Value? {
    switch name {
    case "true", "True": .bool(true)
    case "false", "False": .bool(false)
    case "none", "None": .null
    default: nil
    }
  }

  /// Adjacent strings are one.
  private mutating func strings() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var text = ""
    while case .string(let part) = current.kind {
      text += part
      try advance()
    }
    return try expression(.literal(.string(text)), from: start)
  }

  /// An expression in parentheses, or a tuple: `(a, b)`, `(a,)`, `()`.
  private mutating func parenthesized() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    try advance()
    var items: [Expression] = []
    var isTuple = isAt(.closeParenthesis)
    while !isAt(.closeParenthesis) {
      items.append(try parse())
      guard try take(.comma) else { break }
      isTuple = true
    }
    try expect(.closeParenthesis)
    if !isTuple, let only = items.first { return only }
    return try expression(.tuple(items), from: start)
  }

  private mutating func list() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    try advance()
    var items: [Expression] = []
    while !isAt(.closeBracket) {
      items.append(try parse())
      guard try take(.comma) else { break }
    }
    try expect(.closeBracket)
    return try expression(.list(items), from: start)
  }

  private mutating func map() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    try advance()
    var entries: [(key: Expression, value: Expression)] = []
    while !isAt(.closeBrace) {
      let key = try parse()
      try expect(.colon)
      entries.append((key, try parse()))
      guard try take(.comma) else { break }
    }
    try expect(.closeBrace)
    return try expression(.map(entries), from: start)
  }
}
