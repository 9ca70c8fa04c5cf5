public import Text

/// Gives every variable its value: from the strongest source that has one, converted to its type once (design 3.2).
public enum VariableResolver {
  /// The values of all variables that have one, in order of declaration; every problem is reported.
  ///
  /// Without `demandsAll` a missing value is no problem: `validate` can check without knowing it.
  public static func resolve(
    _ declarations: [VariableDeclaration], in source: SourceText, given: [VariableAssignment],
    demandsAll: Bool, into diagnostics: inout Diagnostics
  ) -> [ResolvedVariable] {
    let assigned = assignments(given, declarations, into: &diagnostics)
    var resolved: [ResolvedVariable] = []
    for declaration in declarations {
      if let assignment = assigned[declaration.name] {
        if let variable = convert(assignment, for: declaration, into: &diagnostics) {
          resolved.append(variable)
        }
      } else if let value = declaration.defaultValue {
        resolved.append(ResolvedVariable(name: declaration.name, value: value, source: "default"))
      } else if demandsAll, declaration.isRequired {
        diagnostics.report(
          VariableProblem.missing(declaration.name, description: declaration.description),
          in: source, at: declaration.nameSpan)
      }
    }
    return resolved
  }

  /// The assignments by name, unknown and repeated ones reported.
  private static func assignments(
    _ given: [VariableAssignment], _ declarations: [VariableDeclaration],
    into diagnostics: inout Diagnostics
  ) -> [String: VariableAssignment] {
    let known = Set(declarations.map(\.name))
    var result: [String: VariableAssignment] = [:]
    for assignment in given {
      let place = Place.origin("\(assignment.source) \(assignment.name)")
      if !known.contains(assignment.name) {
        let names = declarations.map(\.name)
        let suggestion = Suggestion.closest(to: assignment.name, among: names)
        diagnostics.report(
          VariableProblem.unknown(assignment.name, suggestion: suggestion, known: names), at: place)
      } else if result[assignment.name] != nil {
        diagnostics.report(VariableProblem.givenTwice(assignment.name), at: place)
      }
      result[assignment.name] = assignment
    }
    return result
  }

  private static func convert(
    _ assignment: VariableAssignment, for declaration: VariableDeclaration,
    into diagnostics: inout Diagnostics
  ) -> ResolvedVariable? {
    let place = Place.origin("\(assignment.source) \(assignment.name)")
    guard let value = declaration.type.convert(text: assignment.text) else {
      let problem = VariableProblem.wrongType(
        declaration.name, value: assignment.text, expected: declaration.type)
      diagnostics.report(problem, at: place)
      return nil
    }
    if let objection = declaration.objection(to: value) {
      diagnostics.report(objection, at: place)
      return nil
    }
    return ResolvedVariable(name: declaration.name, value: value, source: assignment.source)
  }
}
