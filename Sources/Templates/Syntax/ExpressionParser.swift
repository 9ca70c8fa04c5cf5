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
  /// Whether the tag reads the `loop` of the loop around it.
  var readsLoop = false

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
    if case .symbol(let found) = current.kind { found == symbol } else { false }
  }

  func isAt(word: String) -> Bool {
    if case .name(let name) = current.kind { name == word } else { false }
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

  /// An expression up to the token before the current one.
  ///
  /// Mutating, so that its arguments are evaluated, and the parser moved on, before the parser itself is read.
  mutating func expression(_ kind: Expression.Kind, from start: Int) throws(TemplateFailure) -> Expression {
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

  mutating func or() throws(TemplateFailure) -> Expression {
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
  mutating func deepen() throws(TemplateFailure) {
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
      guard let result = Self.comparisonOperator(symbol) else { return nil }
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

  private static func comparisonOperator(_ symbol: TemplateSymbol) -> ComparisonOperator? {
    switch symbol {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
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
  mutating func unary(withFilters: Bool) throws(TemplateFailure) -> Expression {
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
}
