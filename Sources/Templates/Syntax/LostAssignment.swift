public import Text

/// A `set` in a loop whose name is read after the loop, where the value is gone: Jinja2's best-known trap.
public struct LostAssignment: Sendable, Equatable {
  /// The name.
  public let name: String
  /// Where it is read.
  public let readSpan: ByteSpan

  /// Every such assignment in `template`, in order of reading.
  public static func find(in template: Template) -> [LostAssignment] {
    var search = Search()
    search.visit(template.statements)
    return search.found
  }

  private struct Search {
    var found: [LostAssignment] = []
    /// Names that a loop before has set, and nothing outside has set again.
    private var lost: Set<String> = []

    mutating func visit(_ statements: [Statement]) {
      for statement in statements { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
      switch statement {
      case .assignment(let target, let value):
        read(value)
        for name in target.names { lost.remove(name) }
      case .branches(let branches, let otherwise):
        for branch in branches {
          read(branch.condition)
          visit(branch.body)
        }
        visit(otherwise)
      case .loop(let loop):
        read(loop.items)
        visit(loop)
      case .scoped(_, let body):
        for expression in statement.ownExpressions { read(expression) }
        visit(body)
      case .output, .evaluation:
        for expression in statement.ownExpressions { read(expression) }
      case .text, .macro, .exit: break
      }
    }

    private mutating func visit(_ loop: Statement.Loop) {
      let before = lost
      lost.subtract(loop.target.names)
      visit(loop.body)
      lost = before
      visit(loop.otherwise)
      lost.formUnion(LostAssignment.names(setIn: loop.body).subtracting(loop.target.names))
    }

    private mutating func read(_ expression: Expression) {
      guard !lost.isEmpty else { return }
      expression.walk { part in
        switch part.kind {
        case .local(let name), .name(let name):
          guard lost.remove(name) != nil else { return }
          found.append(LostAssignment(name: name, readSpan: part.span))
        default: break
        }
      }
    }
  }

  /// The names that a loop's body sets in its own scope; those of loops inside it are lost even before.
  private static func names(setIn body: [Statement]) -> Set<String> {
    var names: Set<String> = []
    for statement in body {
      switch statement {
      case .assignment(let target, _): names.formUnion(target.names)
      case .branches, .loop: for inner in statement.bodies { names.formUnion(Self.names(setIn: inner)) }
      default: break
      }
    }
    return names
  }
}

extension Statement {
  /// The expressions that belong to the statement itself, not to its bodies.
  fileprivate var ownExpressions: [Expression] {
    switch self {
    case .output(let output): [output.expression]
    case .evaluation(let expression): [expression]
    case .scoped(let bindings, _): bindings.map(\.value)
    default: []
    }
  }
}
