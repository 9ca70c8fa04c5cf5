internal import Text
internal import Values

/// Parses the expressions inside tags: recursive descent along Jinja2's grammar, loosest operators first.
///
/// Recursion is bounded: every way into a deeper level counts against `TemplateLimits.depth`.
struct ExpressionParser {
  private(set) var lexer: TemplateLexer
  let tag: TemplateLexer.Tag
  private(set) var current: TemplateToken
  private var depth = 0
  private(set) var previousEnd = 0
  /// The names that the template itself has bound where the tag stands.
  var locals: Set<String>

  /// A parser of the tag whose content begins at the lexer's cursor.
  init(
    _ lexer: TemplateLexer, tag: TemplateLexer.Tag, locals: Set<String> = []
  ) throws(TemplateFailure) {
    self.lexer = lexer
    self.locals = locals
    self.tag = tag
    self.lexer.beginTag()
    current = try self.lexer.next(in: tag)
  }

  // MARK: - Tokens

  mutating func advance() throws(TemplateFailure) {
    previousEnd = current.range.upperBound
    current = try lexer.next(in: tag)
  }

  func isAt(_ symbol: TemplateSymbol) -> Bool {
    current.kind == .symbol(symbol)
  }

  func isAt(word: String) -> Bool {
    current.name == word
  }

  /// Passes over `symbol` if it is next.
  mutating func take(_ symbol: TemplateSymbol) throws(TemplateFailure) -> Bool {
    guard isAt(symbol) else { return false }
    try advance()
    return true
  }

  /// Passes over the keyword `word` if it is next.
  mutating func take(word: String) throws(TemplateFailure) -> Bool {
    guard isAt(word: word) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: TemplateSymbol) throws(TemplateFailure) {
    guard try take(symbol) else { throw unexpected(expected: "`\(symbol.rawValue)`") }
  }

  /// Demands the end of the tag; returns whether white space after it is removed.
  mutating func tagEnd() throws(TemplateFailure) -> Bool {
    switch current.kind {
    case .tagEnd(let trims): return trims
    case .end where tag == .bareExpression: return false
    default: throw unexpected(expected: tag == .output ? "`}}`" : "`%}`")
    }
  }

  /// The failure that the next token does not fit.
  func unexpected(expected: String) -> TemplateFailure {
    let found: String
    switch current.kind {
    case .end: return failure(.unexpectedEnd(expected: expected), current.range)
    case .tagEnd: found = "`\(lexer.text(current.range))`"
    case .string: found = "a string"
    default: found = "`\(lexer.text(current.range))`"
    }
    return failure(.unexpectedToken(found: found, expected: expected), current.range)
  }

  func failure(_ problem: TemplateProblem, _ range: Range<Int>) -> TemplateFailure {
    lexer.failure(problem, range)
  }

  func expression(_ kind: Expression.Kind, from start: Int) throws(TemplateFailure) -> Expression {
    let result = Expression(kind, at: lexer.map.span(of: start..<max(previousEnd, start)))
    if result.height <= TemplateLimits.height { return result }
    throw failure(.tooDeep(limit: TemplateLimits.height), current.range)
  }

  // MARK: - From the loosest operator to the tightest

  /// An expression of any form.
  mutating func parse() throws(TemplateFailure) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > TemplateLimits.depth {
      throw failure(.tooDeep(limit: TemplateLimits.depth), current.range)
    }
    return try conditional()
  }

  /// An expression that does not go on with `if`: what a loop goes through.
  mutating func parseWithoutCondition() throws(TemplateFailure) -> Expression {
    try tuple { parser throws(TemplateFailure) in try parser.or() }
  }

  /// An expression, or several with commas between them, which are a tuple.
  mutating func parseTuple() throws(TemplateFailure) -> Expression {
    try tuple { parser throws(TemplateFailure) in try parser.parse() }
  }

  private mutating func tuple(
    of item: (inout ExpressionParser) throws(TemplateFailure) -> Expression
  ) throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    let first = try item(&self)
    guard isAt(.comma) else { return first }
    var items = [first]
    while try take(.comma), current.beginsExpression { items.append(try item(&self)) }
    return try expression(.tuple(items), from: start)
  }

  private mutating func conditional() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var result = try or()
    while try take(word: "if") {
      let condition = try or()
      let otherwise = try take(word: "else") ? try parse() : nil
      result = try expression(.conditional(result, condition: condition, otherwise: otherwise), from: start)
    }
    return result
  }

  private mutating func or() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var left = try and()
    while try take(word: "or") { left = try expression(.or(left, try and()), from: start) }
    return left
  }

  private mutating func and() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var left = try not()
    while try take(word: "and") { left = try expression(.and(left, try not()), from: start) }
    return left
  }

  private mutating func not() throws(TemplateFailure) -> Expression {
    guard isAt(word: "not") else { return try comparison() }
    let start = current.range.lowerBound
    try advance()
    try deepen()
    let operand = try not()
    depth -= 1
    return try expression(.not(operand), from: start)
  }

  /// Counts one more level for operators that stand before their operand.
  private mutating func deepen() throws(TemplateFailure) {
    depth += 1
    if depth > TemplateLimits.depth {
      throw failure(.tooDeep(limit: TemplateLimits.depth), current.range)
    }
  }

  private mutating func comparison() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    let first = try sum()
    var rest: [(ComparisonOperator, Expression)] = []
    while let comparisonOperator = try comparisonOperator() {
      rest.append((comparisonOperator, try sum()))
    }
    return rest.isEmpty ? first : try expression(.comparison(first, rest), from: start)
  }

  private mutating func comparisonOperator() throws(TemplateFailure) -> ComparisonOperator? {
    switch current.kind {
    case .symbol(let symbol):
      guard let result = ComparisonOperator(rawValue: symbol.rawValue) else { return nil }
      try advance()
      return result
    case .name("in"):
      try advance()
      return .isIn
    case .name("not"):
      let before = self
      try advance()
      if try take(word: "in") { return .isNotIn }
      self = before
      return nil
    default: return nil
    }
  }

  private mutating func sum() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var left = try concatenation()
    while isAt(.plus) || isAt(.minus) {
      let binary: BinaryOperator = isAt(.plus) ? .add : .subtract
      try advance()
      left = try expression(.binary(binary, left, try concatenation()), from: start)
    }
    return left
  }

  private mutating func concatenation() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    let first = try product()
    guard isAt(.tilde) else { return first }
    var parts = [first]
    while try take(.tilde) { parts.append(try product()) }
    return try expression(.concatenation(parts), from: start)
  }

  private mutating func product() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var left = try power()
    while case .symbol(let symbol) = current.kind, let binary = Self.productOperator(symbol) {
      try advance()
      left = try expression(.binary(binary, left, try power()), from: start)
    }
    return left
  }

  private static func productOperator(_ symbol: TemplateSymbol) -> BinaryOperator? {
    switch symbol {
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .remainder: .remainder
    default: nil
    }
  }

  /// Left-associative, unlike Python's (`2 ** 3 ** 2` is 64).
  private mutating func power() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var left = try unary(withFilters: true)
    while try take(.power) {
      left = try expression(.binary(.power, left, try unary(withFilters: true)), from: start)
    }
    return left
  }

  /// Filters and tests after a signed operand apply to the signed value: `-1 | abs` is 1.
  private mutating func unary(withFilters: Bool) throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    var result: Expression
    if isAt(.minus) || isAt(.plus) {
      let sign: UnaryOperator = isAt(.minus) ? .negative : .positive
      try advance()
      try deepen()
      result = try expression(.unary(sign, try unary(withFilters: false)), from: start)
      depth -= 1
    } else {
      result = try primary()
    }
    result = try postfix(result, from: start)
    return withFilters ? try filters(result, from: start) : result
  }

  // MARK: - Operands

  private mutating func primary() throws(TemplateFailure) -> Expression {
    let start = current.range.lowerBound
    switch current.kind {
    case .name(let name):
      try advance()
      if let constant = Self.constant(name) { return try expression(.literal(constant), from: start) }
      return try expression(locals.contains(name) ? .local(name) : .name(name), from: start)
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

  // MARK: - What follows an operand

  private mutating func postfix(
    _ operand: Expression, from start: Int
  ) throws(TemplateFailure) -> Expression {
    var result = operand
    while true {
      switch current.kind {
      case .symbol(.dot): result = try attribute(of: result, from: start)
      case .symbol(.openBracket): result = try item(of: result, from: start)
      case .symbol(.openParenthesis):
        result = try expression(.call(result, try arguments()), from: start)
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
        result = try expression(.call(result, try arguments()), from: start)
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
    if let name = current.name {
      let before = self
      try advance()
      if try take(.assign) {
        arguments.keywords.append(CallArguments.Keyword(name: name, value: try parse()))
        return
      }
      self = before
    }
    if !arguments.keywords.isEmpty { throw failure(.positionalAfterKeyword, current.range) }
    arguments.positional.append(try parse())
  }

  mutating func filterCall() throws(TemplateFailure) -> FilterCall {
    let (name, span) = try dottedName(what: "a filter's name")
    let arguments = isAt(.openParenthesis) ? try arguments() : CallArguments()
    return FilterCall(name: name, nameSpan: span, arguments: arguments)
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
    return FilterCall(name: name, nameSpan: span, arguments: arguments)
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
