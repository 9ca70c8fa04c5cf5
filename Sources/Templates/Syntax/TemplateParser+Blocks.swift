/// Statements that bind names or repeat text.
///
/// Which names the template binds is settled here, as in Jinja2: `for`, `with` and macros open a scope, `if` does not.
extension TemplateParser {
  /// Parses something that opens a scope: names bound inside are not known behind it.
  private mutating func inScope<Result>(
    binding names: [String], _ parse: (inout TemplateParser) throws(TemplateFailure) -> Result
  ) throws(TemplateFailure) -> Result {
    let outer = locals
    locals.formUnion(names)
    defer { locals = outer }
    return try parse(&self)
  }

  mutating func loop(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> Statement {
    var parser = first
    let target = try parser.targets()
    guard try parser.take(word: "in") else { throw parser.unexpected(expected: "`in`") }
    let items = try parser.parseWithoutCondition()
    parser.locals.formUnion(target.names)
    let condition = try parser.take(word: "if") ? try parser.parse() : nil
    let isRecursive = try parser.take(word: "recursive")
    try finish(&parser)
    let (body, ending, readsLoop) = try loopBody(binding: target.names)
    guard var ending else { throw unclosedBlock("for", start: start) }
    try finish(&ending.parser)
    var otherwise: [Statement] = []
    if ending.name == "else" {
      otherwise = try inScope(binding: []) { parser throws(TemplateFailure) in try parser.block("for", start: start) }
    }
    return .loop(
      Statement.Loop(
        target: target, items: items, condition: condition, body: body, otherwise: otherwise,
        isRecursive: isRecursive, readsLoop: readsLoop))
  }

  /// Parses the body of a loop; tells too whether it reads `loop`.
  private mutating func loopBody(
    binding names: [String]
  ) throws(TemplateFailure) -> ([Statement], Ending?, readsLoop: Bool) {
    let outer = readsLoop
    readsLoop = false
    loopDepth += 1
    defer {
      readsLoop = outer
      loopDepth -= 1
    }
    let (body, ending) = try inScope(binding: names + ["loop"]) { parser throws(TemplateFailure) in
      try parser.body(until: ["else", "endfor"])
    }
    return (body, ending, readsLoop)
  }

  mutating func assignment(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> Statement {
    var parser = first
    let target = try parser.targets()
    if try parser.take(.assign) {
      let value = try parser.parseTuple()
      try finish(&parser)
      locals.formUnion(target.names)
      return .assignment(target, value)
    }
    let chain = try filters(of: &parser, required: false)
    let body = try inScope(binding: []) { parser throws(TemplateFailure) in try parser.block("set", start: start) }
    locals.formUnion(target.names)
    return .assignment(target, try filtered(body, by: chain, start: start))
  }

  mutating func scoped(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> Statement {
    var parser = first
    var bindings: [Statement.Binding] = []
    while parser.current.name != nil {
      let target = try parser.targets(allowsTuple: false)
      try parser.expect(.assign)
      bindings.append(Statement.Binding(target: target, value: try parser.parse()))
      guard try parser.take(.comma) else { break }
    }
    try finish(&parser)
    let body = try inScope(binding: bindings.flatMap(\.target.names)) { parser throws(TemplateFailure) in
      try parser.block("with", start: start)
    }
    return .scoped(bindings, body: body)
  }

  mutating func macro(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> MacroDefinition {
    var parser = first
    guard let name = parser.current.name else { throw parser.unexpected(expected: "the macro's name") }
    try parser.advance()
    let parameters = try parser.parameters()
    try finish(&parser)
    locals.insert(name)
    return try macroBody(name: name, parameters, ending: "macro", start: start)
  }

  private mutating func macroBody(
    name: String, _ parameters: [MacroDefinition.Parameter], ending: String, start: Int
  ) throws(TemplateFailure) -> MacroDefinition {
    let own = parameters.map(\.name) + ["varargs", "kwargs"] + (ending == "macro" ? ["caller"] : [])
    let loops = loopDepth
    loopDepth = 0
    defer { loopDepth = loops }
    let body = try inScope(binding: own) { parser throws(TemplateFailure) in try parser.block(ending, start: start) }
    var takesMore = false
    for expression in body.flatMap(\.expressions) {
      expression.walk { part in
        if case .local(let name) = part.kind, name == "varargs" || name == "kwargs" { takesMore = true }
      }
    }
    return MacroDefinition(name: name, parameters: parameters, body: body, takesMoreArguments: takesMore)
  }

  /// `{% call(parameters) macro(arguments) %} … {% endcall %}` inserts what the macro makes of the block.
  mutating func callBlock(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> Statement.Output {
    var parser = first
    let parameters = parser.isAt(.openParenthesis) ? try parser.parameters() : []
    let call = try parser.parse()
    guard case .call(let callee, var arguments) = call.kind else {
      throw TemplateFailure(.unexpectedToken(found: "an expression", expected: "a macro's call"), at: call.span)
    }
    try finish(&parser)
    let body = try macroBody(name: "caller", parameters, ending: "call", start: start)
    let caller = Expression(.macro(body), at: call.span)
    arguments.keywords.append(CallArguments.Keyword(name: "caller", value: caller))
    return numbered(try checked(Expression(.call(callee, arguments), at: call.span)))
  }

  mutating func filterBlock(_ first: ExpressionParser, start: Int) throws(TemplateFailure) -> Statement.Output {
    var parser = first
    let chain = try filters(of: &parser, required: true)
    let body = try inScope(binding: []) { parser throws(TemplateFailure) in try parser.block("filter", start: start) }
    return numbered(try filtered(body, by: chain, start: start))
  }

  /// Reads the filters of a block, up to the end of the tag.
  private mutating func filters(
    of parser: inout ExpressionParser, required: Bool
  ) throws(TemplateFailure) -> [FilterCall] {
    var chain: [FilterCall] = []
    if required { chain.append(try parser.filterCall()) }
    while try parser.take(.pipe) { chain.append(try parser.filterCall()) }
    try finish(&parser)
    return chain
  }

  private func filtered(
    _ body: [Statement], by chain: [FilterCall], start: Int
  ) throws(TemplateFailure) -> Expression {
    var result = try checked(Expression(.capture(body), at: failure(.emptyOutput, start..<start + 2).span))
    for call in chain { result = try checked(Expression(.filter(result, call), at: call.nameSpan)) }
    return result
  }

  /// An expression that is not too high.
  private func checked(_ expression: Expression) throws(TemplateFailure) -> Expression {
    if expression.height <= TemplateLimits.height { return expression }
    throw TemplateFailure(.tooDeep(limit: TemplateLimits.height), at: expression.span)
  }

  mutating func evaluation(_ parser: inout ExpressionParser) throws(TemplateFailure) -> Statement {
    let expression = try parser.parseTuple()
    try finish(&parser)
    return .evaluation(expression)
  }

  mutating func loopExit(
    _ name: String, _ range: Range<Int>, _ parser: inout ExpressionParser
  ) throws(TemplateFailure) -> Statement {
    if loopDepth == 0 { throw failure(.exitOutsideLoop(name), range) }
    try finish(&parser)
    return .exit(name == "break" ? .stop : .next)
  }
}
