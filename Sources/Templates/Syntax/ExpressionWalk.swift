extension Expression {
  /// The expressions directly inside this one, in order of evaluation.
  public var children: [Expression] {
    switch kind {
    case .literal, .name: []
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
    }
  }

  /// Calls `visit` for this expression and everything inside it, outer ones first.
  public func walk(_ visit: (Expression) -> Void) {
    visit(self)
    for child in children { child.walk(visit) }
  }
}

extension Template {
  /// Every expression that the template evaluates directly, in branches not taken too, in order of writing.
  public var expressions: [Expression] {
    Self.expressions(in: statements)
  }

  private static func expressions(in statements: [Statement]) -> [Expression] {
    statements.flatMap { statement -> [Expression] in
      switch statement {
      case .text: []
      case .output(let output): [output.expression]
      case .branches(let branches, let otherwise):
        branches.flatMap { [$0.condition] + expressions(in: $0.body) } + expressions(in: otherwise)
      }
    }
  }
}
