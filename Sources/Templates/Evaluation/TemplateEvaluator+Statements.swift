internal import Values

/// Statements: what a template does besides standing there.
extension TemplateEvaluator {
  /// Renders statements into any kind of sink; returns how the loop around them is left, if it is.
  @discardableResult
  mutating func render(
    _ statements: [Statement], into sink: inout some TemplateSink
  ) throws(TemplateFailure) -> Statement.LoopExit? {
    for statement in statements {
      switch statement {
      case .text(let bytes): sink.append(text: bytes)
      case .output(let output): try render(output, into: &sink)
      case .branches(let branches, let otherwise):
        if let exit = try render(try chosen(branches) ?? otherwise, into: &sink) { return exit }
      case .loop(let loop):
        let items = try evaluate(loop.items)
        try render(loop, over: items, depth: 0, into: &sink)
      case .assignment(let target, let expression):
        let value = try evaluate(expression)
        try at(expression) { () throws(TemplateProblem) in try Limits.checkDepth(value) }
        try assign(value, to: target, at: expression)
      case .scoped(let bindings, let body):
        if let exit = try render(body, with: bindings, into: &sink) { return exit }
      case .macro(let definition):
        locals.set(definition.name, .object(Macro(definition: definition, locals: locals)))
      case .evaluation(let expression): _ = try evaluate(expression)
      case .exit(let exit): return exit
      }
    }
    return nil
  }

  private mutating func render(
    _ output: Statement.Output, into sink: inout some TemplateSink
  ) throws(TemplateFailure) {
    let value = try evaluate(output.expression)
    noteSecret(value, of: output.expression)
    do throws(TemplateProblem) {
      try sink.append(try value.defined(), of: output)
      if sink.size > TemplateLimits.textSize {
        throw .limitReached("output size", limit: TemplateLimits.textSize)
      }
    } catch {
      throw TemplateFailure(error, at: output.expression.span)
    }
  }

  private mutating func chosen(_ branches: [Statement.Branch]) throws(TemplateFailure) -> [Statement]? {
    for branch in branches where try truth(of: branch.condition) { return branch.body }
    return nil
  }

  private mutating func render(
    _ body: [Statement], with bindings: [Statement.Binding], into sink: inout some TemplateSink
  ) throws(TemplateFailure) -> Statement.LoopExit? {
    // Every value is evaluated before any of the names is bound.
    let values = try values(of: bindings.map(\.value))
    locals.open()
    defer { locals.close() }
    for (binding, value) in zip(bindings, values) { try assign(value, to: binding.target, at: binding.value) }
    return try render(body, into: &sink)
  }

  /// The text of a block.
  mutating func captured(_ body: [Statement]) throws(TemplateFailure) -> String {
    var sink = TextSink(form: form)
    locals.open()
    defer { locals.close() }
    try render(body, into: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  // MARK: - Assignments

  /// Gives `value` to a target; failures are shown at `expression`, which the value came from.
  mutating func assign(_ value: Value, to target: Target, at expression: Expression) throws(TemplateFailure) {
    switch target {
    case .name(let name): locals.set(name, value)
    case .attribute(let name, let base):
      let namespace = try definedValue(of: base)
      do throws(TemplateProblem) {
        try set(name, of: namespace, to: value)
      } catch {
        throw TemplateFailure(error, at: base.span)
      }
    case .tuple(let targets):
      let items = try at(expression) { () throws(TemplateProblem) in try Iteration.items(of: value) }
      guard items.count == targets.count else {
        throw TemplateFailure(.wrongUnpacking(expected: targets.count, found: items.count), at: expression.span)
      }
      for (target, item) in zip(targets, items) { try assign(item, to: target, at: expression) }
    }
  }

  // MARK: - Loops

  /// Renders a loop over `value`.
  mutating func render(
    _ loop: Statement.Loop, over value: Value, depth: Int, into sink: inout some TemplateSink
  ) throws(TemplateFailure) {
    var items = try at(loop.items) { () throws(TemplateProblem) in try Iteration.items(of: value) }
    locals.open()
    defer { locals.close() }
    if let condition = loop.condition { items = try chosen(items, of: loop, where: condition) }
    if items.isEmpty {
      try render(loop.otherwise, into: &sink)
      return
    }
    cells.append(.changed(nil))
    let cell = cells.count - 1
    var hasFinishedRound = false
    rounds: for (index, item) in items.enumerated() {
      try charge(1, at: loop.items)
      locals.close()
      locals.open()
      if loop.readsLoop {
        let state = LoopObject(statement: loop, items: items, index: index, depth: depth, changedCell: cell)
        locals.set("loop", .object(state))
      }
      try assign(item, to: loop.target, at: loop.items)
      switch try render(loop.body, into: &sink) {
      case .stop: break rounds
      case .next: continue
      case nil: hasFinishedRound = true
      }
    }
    // Jinja2 takes a loop none of whose rounds came to its end for an empty one.
    if !hasFinishedRound {
      locals.close()
      locals.open()
      try render(loop.otherwise, into: &sink)
    }
  }

  private mutating func chosen(
    _ items: [Value], of loop: Statement.Loop, where condition: Expression
  ) throws(TemplateFailure) -> [Value] {
    var result: [Value] = []
    for item in items {
      try assign(item, to: loop.target, at: loop.items)
      if try truth(of: condition) { result.append(item) }
    }
    return result
  }

  /// `loop(items)` inside a recursive loop: the text of the loop over other items.
  mutating func call(
    _ loop: LoopObject, _ arguments: CallValues, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    guard loop.statement.isRecursive, let items = arguments.positional.first else {
      throw TemplateFailure(.notCallable("loop"), at: expression.span)
    }
    try deepen(at: expression)
    defer { callDepth -= 1 }
    var sink = TextSink(form: form)
    try render(loop.statement, over: items, depth: loop.depth + 1, into: &sink)
    return .string(String(decoding: sink.bytes, as: UTF8.self))
  }

  private mutating func charge(_ cost: Int, at expression: Expression) throws(TemplateFailure) {
    do throws(TemplateProblem) {
      try charge(cost)
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }
}
