internal import Audit
internal import Runbooks
internal import Text

/// The values of variables that a run which is taken up again does not have on record: secrets, and those that are given now.
final class RecordedValues {
  private let sources: VariableSources
  private let questions: VariableQuestions?
  /// What was given and asked for, once; a person is not asked twice.
  private var given: [VariableAssignment]?
  /// Whether there are others than those of secrets, once they were asked for.
  private(set) var hasNew = false

  init(
    _ invocation: Invocation, _ console: Console, _ start: RunStart, _ questions: VariableQuestions?
  ) {
    sources = VariableSources(invocation, environment: console.environment, recorded: start.environment)
    self.questions = questions
  }

  /// Those of secrets, with which the plan is what it was.
  func secrets(of runbook: Runbook, into diagnostics: inout Diagnostics) throws -> [VariableAssignment] {
    let secrets = Set(runbook.variables.filter(\.isSecret).map(\.name))
    return try all(of: runbook, into: &diagnostics).filter { secrets.contains($0.name) }
  }

  /// All that are given now.
  func all(of runbook: Runbook, into diagnostics: inout Diagnostics) throws -> [VariableAssignment] {
    if let given { return given }
    let secrets = runbook.variables.filter(\.isSecret)
    let names = Set(secrets.map(\.name))
    var found = try sources.assignments(for: runbook, into: &diagnostics).filter { assignment in
      // Of the environment the other values are on record as they were.
      if case .environment = assignment.source { names.contains(assignment.name) } else { true }
    }
    if let questions, !diagnostics.hasErrors { found += try questions.answers(for: secrets, given: found) }
    given = found
    hasNew = found.contains { !names.contains($0.name) }
    return found
  }
}
