extension Expression {
  /// The expressions directly inside this one, in order of evaluation.
  public var children: [Expression] {
    switch kind {
    case .literal, .name, .local: []
    case .list(let items), .tuple(let items), .concatenation(let items): items
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .attribute(let base, _, _): [base]
    case .item(let base, let key): [base, key]
    case .slice(let base, let start, let end, let step):
      [base] + [start, end, step].compactMap { $0 }
    case .call(let callee, let arguments): [callee] + arguments.all
    case .filter(let input, let call), .test(let input, let call, _): [input] + call.arguments.all
    case .unary(_, let operand), .not(let operand): [operand]
    case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
      [left, right]
    case .comparison(let first, let rest): [first] + rest.map(\.1)
    case .conditional(let value, let condition, let otherwise):
      [condition, value] + [otherwise].compactMap { $0 }
    case .capture(let body): body.flatMap(\.expressions)
    case .macro(let macro): macro.expressions
    }
  }

  /// Calls `visit` for this expression and everything inside it, outer ones first.
  public func walk(_ visit: (Expression) -> Void) {
    visit(self)
    for child in children { child.walk(visit) }
  }
}

extension Expression {
  /// Whether a name that the template itself binds stands in it anywhere.
  var usesLocals: Bool {
    var found = false
    walk { part in
      if case .local = part.kind { found = true }
    }
    return found
  }

  /// Whether one of `names` stands in it anywhere.
  public func uses(anyOf names: Set<String>) -> Bool {
    var found = false
    walk { part in
      if case .name(let name) = part.kind, names.contains(name) { found = true }
    }
    return found
  }
}

extension Template {
  /// Whether one of `names` stands in it anywhere.
  public func uses(anyOf names: Set<String>) -> Bool {
    !names.isEmpty && expressions.contains { $0.uses(anyOf: names) }
  }

  /// Every expression that the template evaluates directly, in branches not taken too, in order of writing.
  public var expressions: [Expression] {
    statements.flatMap(\.expressions)
  }
}

extension Statement {
  /// The expressions that the statement evaluates directly, those of its body included.
  var expressions: [Expression] {
    switch self {
    case .text, .exit: []
    case .output(let output): [output.expression]
    case .branches(let branches, let otherwise):
      branches.flatMap { [$0.condition] + $0.body.flatMap(\.expressions) } + otherwise.flatMap(\.expressions)
    case .loop(let loop):
      [loop.items] + [loop.condition].compactMap { $0 } + loop.body.flatMap(\.expressions)
        + loop.otherwise.flatMap(\.expressions)
    case .assignment(let target, let value): [value] + target.expressions
    case .scoped(let bindings, let body): bindings.map(\.value) + body.flatMap(\.expressions)
    case .macro(let macro): macro.expressions
    case .evaluation(let expression): [expression]
    }
  }
}

extension Target {
  /// The expressions that assigning evaluates: the namespaces of attributes.
  var expressions: [Expression] {
    switch self {
    case .name: []
    case .attribute(_, let base): [base]
    case .tuple(let targets): targets.flatMap(\.expressions)
    }
  }
}

extension MacroDefinition {
  /// The expressions of its defaults and its body.
  var expressions: [Expression] {
    parameters.compactMap(\.defaultValue) + body.flatMap(\.expressions)
  }
}
