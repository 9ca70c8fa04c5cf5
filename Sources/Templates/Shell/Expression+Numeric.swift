internal import Values

extension Expression {
  /// Whether it is certainly a number or a boolean, where `names` are variables that are.
  func isNumeric(_ names: Set<String>) -> Bool {
    switch kind {
    case .literal(.int), .literal(.double), .literal(.bool): true
    case .name(let name): names.contains(name)
    case .filter(_, let call): ["int", "float", "length", "count", "abs", "bool"].contains(call.name)
    case .binary(_, let left, let right): left.isNumeric(names) && right.isNumeric(names)
    case .unary(_, let operand): operand.isNumeric(names)
    case .comparison, .test, .not: true
    default: false
    }
  }
}
