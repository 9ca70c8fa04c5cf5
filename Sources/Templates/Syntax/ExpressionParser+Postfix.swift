internal import Text
internal import Values

/// What follows an operand: parts, calls, filters and tests.
extension ExpressionParser {
  mutating func postfix(
    _ operand: Expression, from start: Int
  ) throws(TemplateFailure) -> Expression {
    var result = operand
    while true {
      switch current.kind {
      case .symbol(.dot): result = try attribute(of: result, from: start)
      case .symbol(.openBracket): result = try item(of: result, from: start)
      case .symbol(.openParenthesis):
        result = try expression(Expression.call(result, try arguments()), from: start)
      default: return result
      }
    }
  }

  mutating func filters(
    _ operand: Expression, from start: Int
  ) throws(TemplateFailure) -> Expression {
    var result = operand
    while true {
      if try take(.pipe) {
        result = try expression(.filter(result, try filterCall()), from: start)
      } else if try take(word: "is") {
        let isNegated = try take(word: "not")
        result = try expression(.test(result, try testCall(), isNegated: isNegated), from: start)
      } else if isAt(.openParenthesis) {
        result = try expression(Expression.call(result, try arguments()), from: start)
      } else {
        return result
      }
    }
  }

  private mutating func attribute(
    of operand: Expression, from start: Int
  ) throws(TemplateFailure) -> Expression {
    try advance()
    let range = current.range
    switch current.kind {
    case .name(let name):
      try advance()
      return try expression(.attribute(operand, name, nameSpan: lexer.map.span(of: range)), from: start)
    case .integer(let index):
      try advance()
      let literal = Expression(.literal(.int(index)), at: lexer.map.span(of: range))
      return try expression(.item(operand, literal), from: start)
    default: throw unexpected(expected: "a name after `.`")
    }
  }

  private mutating func item(
    of operand: Expression, from start: Int
  ) throws(TemplateFailure) -> Expression {
    try advance()
    let result = try subscriptContent(of: operand)
    try expect(.closeBracket)
    return try expression(result, from: start)
  }

  /// An index, or `start:end:step` with every part optional.
  private mutating func subscriptContent(
    of operand: Expression
  ) throws(TemplateFailure) -> Expression.Kind {
    let first = isAt(.colon) ? nil : try parse()
    if let first, !isAt(.colon) { return .item(operand, first) }
    try expect(.colon)
    let end = isAt(.colon) || isAt(.closeBracket) ? nil : try parse()
    guard try take(.colon), !isAt(.closeBracket) else {
      return .slice(operand, start: first, end: end, step: nil)
    }
    return .slice(operand, start: first, end: end, step: try parse())
  }

  /// The arguments of a call, parentheses included.
  mutating func arguments() throws(TemplateFailure) -> CallArguments {
    try expect(.openParenthesis)
    var result = CallArguments()
    while !isAt(.closeParenthesis) {
      try argument(into: &result)
      guard try take(.comma) else { break }
    }
    try expect(.closeParenthesis)
    return result
  }

  private mutating func argument(into arguments: inout CallArguments) throws(TemplateFailure) {
    if try take(.multiply) {
      arguments.furtherPositional = try parse()
      return
    }
    if try take(.power) {
      arguments.furtherKeywords = try parse()
      return
    }
    if let name = current.name, lexer.isBeforeAssignment {
      try advance()
      try expect(.assign)
      arguments.keywords.append(CallArguments.Keyword(name: name, value: try parse()))
      return
    }
    if !arguments.keywords.isEmpty { throw failure(.positionalAfterKeyword, current.range) }
    arguments.positional.append(try parse())
  }

  mutating func filterCall() throws(TemplateFailure) -> FilterCall {
    let (name, span) = try dottedName(what: "a filter's name")
    let arguments = isAt(.openParenthesis) ? try arguments() : CallArguments()
    return FilterCall(filter: name, at: span, arguments)
  }

  /// A test may have one argument without parentheses: `is divisibleby 3`.
  private mutating func testCall() throws(TemplateFailure) -> FilterCall {
    let (name, span) = try dottedName(what: "a test's name")
    var arguments = CallArguments()
    if isAt(.openParenthesis) {
      arguments = try self.arguments()
    } else if beginsTestArgument() {
      let start = current.range.lowerBound
      arguments.positional = [try postfix(try primary(), from: start)]
    }
    return FilterCall(test: name, at: span, arguments)
  }

  private func beginsTestArgument() -> Bool {
    switch current.kind {
    case .name(let name): !["else", "or", "and", "is", "if", "in", "not"].contains(name)
    case .string, .integer, .float: true
    case .symbol(let symbol): symbol == .openBracket || symbol == .openBrace
    default: false
    }
  }

  private mutating func dottedName(
    what: String
  ) throws(TemplateFailure) -> (name: String, span: ByteSpan) {
    let start = current.range.lowerBound
    guard var name = current.name else { throw unexpected(expected: what) }
    try advance()
    while try take(.dot) {
      guard let part = current.name else { throw unexpected(expected: what) }
      name += "." + part
      try advance()
    }
    return (name, lexer.map.span(of: start..<previousEnd))
  }
}
