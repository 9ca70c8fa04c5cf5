public import Text

/// An environment of a runbook: values of variables that `--env NAME` chooses (design 3.1).
public struct RunbookEnvironment: Sendable {
  /// Its name.
  public let name: String
  /// The values, in order.
  public let assignments: [VariableAssignment]
  /// The approval that stands before the first node of a run with this environment.
  public var gate: NodeDeclaration?

  /// The key that demands such an approval.
  static let gateKey = "requires_approval"

  /// The id of that approval's node, which no node of a runbook can have.
  static func gateID(_ environment: String) -> String { "@\(environment)" }

  /// The environment called `name`; nothing, and a report, if there is none.
  public static func choose(
    _ name: String, among environments: [RunbookEnvironment], into diagnostics: inout Diagnostics
  ) -> RunbookEnvironment? {
    if let environment = environments.first(where: { $0.name == name }) { return environment }
    let names = environments.map(\.name)
    diagnostics.report(
      VariableProblem.unknownEnvironment(
        name, suggestion: Suggestion.closest(to: name, among: names), known: names), at: .origin("--env \(name)"))
    return nil
  }

  /// Reports values that the variables of a runbook do not allow.
  public func check(
    against declarations: [VariableDeclaration], in source: SourceText, into diagnostics: inout Diagnostics
  ) {
    _ = VariableResolver.resolve(declarations, in: source, given: assignments, demandsAll: false, into: &diagnostics)
  }
}
