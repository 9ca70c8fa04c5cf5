internal import Runbooks
public import Templates
internal import Text
public import Values

/// A variable of a nested runbook whose value is known only when that starts.
public struct PassedVariable: Sendable {
  private let declaration: VariableDeclaration
  private let place: Place
  /// What makes its value, by the names of the runbook outside.
  public let value: ValueTemplate

  init(_ declaration: VariableDeclaration, value: ValueTemplate, at place: Place) {
    self.declaration = declaration
    self.value = value
    self.place = place
  }

  /// Its name.
  public var name: String { declaration.name }
  /// Whether its value must never be shown.
  public var isSecret: Bool { declaration.isSecret }

  /// `value` as the variable's type.
  public func convert(_ value: Value) -> Result<Value, Objection> {
    var diagnostics = Diagnostics()
    let assignment = VariableAssignment(name: name, content: .value(value), source: .node, place: place)
    if let value = VariableResolver.convert(assignment, for: declaration, into: &diagnostics) { return .success(value) }
    return .failure(Objection(message: diagnostics.items.first?.message ?? "variable `\(name)` cannot be that"))
  }

  /// Why a value is none for a variable.
  public struct Objection: Error {
    /// The words for it.
    public let message: String
  }
}
