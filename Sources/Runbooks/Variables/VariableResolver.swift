public import Text
public import Values

/// Gives every variable its value: from the strongest source that has one, converted to its type once (design 3.2).
public enum VariableResolver {
  /// The values of all variables that have one, in order of declaration; every problem is reported.
  ///
  /// The assignments of `given` stand in order of strength, the weakest first. Without `demandsAll` a missing value is no
  /// problem: `validate` can check without knowing it. Without a `source`, what is missing has no place in a file.
  public static func resolve(
    _ declarations: [VariableDeclaration], in source: SourceText?, given: [VariableAssignment],
    demandsAll: Bool, as subject: VariableSubject = .variable, into diagnostics: inout Diagnostics
  ) -> [ResolvedVariable] {
    let assigned = strongest(given, declarations, subject, into: &diagnostics)
    var resolved: [ResolvedVariable] = []
    for declaration in declarations {
      if let assignment = assigned[declaration.name] {
        if let value = convert(assignment, for: declaration, into: &diagnostics) {
          resolved.append(
            ResolvedVariable(
              name: declaration.name, value: value, source: assignment.source.name, isSecret: declaration.isSecret))
          warn(of: value, from: assignment, declaration, into: &diagnostics)
        }
      } else if let value = declaration.defaultValue {
        resolved.append(
          ResolvedVariable(name: declaration.name, value: value, source: "default", isSecret: declaration.isSecret))
      } else if demandsAll, declaration.isRequired {
        let place: Place =
          source.map { .span($0, declaration.nameSpan) } ?? .origin("\(subject.option) \(declaration.name)")
        let problem = VariableProblem.missing(
          declaration.name, description: declaration.description, isSecret: declaration.isSecret)
        diagnostics.report(problem.worded(for: subject), at: place)
      }
    }
    return resolved
  }

  /// Warns of a secret that others can see, or that is shown by chance.
  private static func warn(
    of value: Value, from assignment: VariableAssignment, _ declaration: VariableDeclaration,
    into diagnostics: inout Diagnostics
  ) {
    guard declaration.isSecret, let text = value.string, !text.isEmpty else { return }
    if assignment.source == .commandLine {
      diagnostics.report(VariableProblem.secretInArguments(declaration.name), at: assignment.place)
    }
    if text.utf8.count < SecretMask.shortestGoodSecret {
      diagnostics.report(VariableProblem.secretShort(declaration.name), at: assignment.namePlace)
    }
  }

  /// The strongest assignment of every name; unknown and repeated ones are reported.
  private static func strongest(
    _ given: [VariableAssignment], _ declarations: [VariableDeclaration], _ subject: VariableSubject,
    into diagnostics: inout Diagnostics
  ) -> [String: VariableAssignment] {
    let known = Set(declarations.map(\.name))
    var result: [String: VariableAssignment] = [:]
    for assignment in given {
      if !known.contains(assignment.name) {
        report(unknown: assignment, among: declarations.map(\.name), subject, into: &diagnostics)
      } else if let other = result[assignment.name], other.source == assignment.source {
        let problem = VariableProblem.givenTwice(assignment.name).worded(for: subject)
        diagnostics.report(problem, at: assignment.namePlace)
      }
      result[assignment.name] = assignment
    }
    return result
  }

  private static func report(
    unknown assignment: VariableAssignment, among names: [String], _ subject: VariableSubject,
    into diagnostics: inout Diagnostics
  ) {
    let suggestion = Suggestion.closest(to: assignment.name, among: names)
    let isError = assignment.source.demandsKnownNames
    let problem = VariableProblem.unknown(assignment.name, suggestion: suggestion, known: names, isError: isError)
    diagnostics.report(problem.worded(for: subject), at: assignment.namePlace)
  }

  /// The value of an assignment as its variable's type, if that allows it; else it is reported.
  public static func convert(
    _ assignment: VariableAssignment, for declaration: VariableDeclaration, into diagnostics: inout Diagnostics
  ) -> Value? {
    let value =
      switch assignment.content {
      case .text(let text): declaration.type.convert(text: text)
      case .value(let value): declaration.type.convert(value)
      }
    guard let value else {
      let problem = VariableProblem.wrongType(
        declaration.name, value: declaration.isSecret ? SecretMask.replacement : shown(assignment.content),
        expected: declaration.type)
      diagnostics.report(
        problem.worded(for: declaration.subject),
        at: declaration.isSecret ? assignment.place.confidential : assignment.place)
      return nil
    }
    guard let objection = declaration.objection(to: value) else { return value }
    diagnostics.report(
      objection.worded(for: declaration.subject),
      at: declaration.isSecret ? assignment.place.confidential : assignment.place)
    return nil
  }

  private static func shown(_ content: VariableAssignment.Content) -> String {
    switch content {
    case .text(let text): text
    case .value(let value): String.convert(value) ?? JSONWriter.string(value)
    }
  }
}
