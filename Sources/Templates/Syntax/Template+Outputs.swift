/// The values that a template inserts.
extension Template {
  /// The outputs in order of writing, whatever branches, loops and scopes they stand in.
  var outputs: [Statement.Output] {
    var result: [Statement.Output] = []
    Self.append(outputsOf: statements, to: &result)
    return result
  }

  private static func append(outputsOf statements: [Statement], to result: inout [Statement.Output]) {
    for statement in statements {
      switch statement {
      case .text: break
      case .output(let output): result.append(output)
      case .branches(let branches, let otherwise):
        for branch in branches { append(outputsOf: branch.body, to: &result) }
        append(outputsOf: otherwise, to: &result)
      case .loop(let loop):
        append(outputsOf: loop.body, to: &result)
        append(outputsOf: loop.otherwise, to: &result)
      case .scoped(_, let inner): append(outputsOf: inner, to: &result)
      case .assignment, .macro, .evaluation, .exit: break
      }
    }
  }
}
