public import Runbooks
public import Text
public import Values

/// Something that is filled in with an approval, and becomes an output of its node.
public struct PlanField: Sendable {
  /// What is allowed.
  public let declaration: VariableDeclaration

  /// What came of a line that somebody typed.
  public enum Reply: Sendable, Equatable {
    case value(Value)
    /// It was left empty, and may be.
    case left
    /// It is not allowed, for this reason.
    case refused(String)
  }

  /// Its name.
  public var name: String { declaration.name }
  /// Its value where none is given.
  public var defaultValue: Value? { declaration.defaultValue }
  /// Whether somebody has to give a value.
  public var mustBeGiven: Bool { declaration.isRequired && declaration.defaultValue == nil }
  /// What stands before the answer.
  public var prompt: String { declaration.prompt }
  /// What is shown before it is asked for: what it is for, and the choices.
  public var explanation: [String] { (declaration.description.map { ["  \($0)"] } ?? []) + declaration.menuLines }

  /// What a line that was typed means.
  public func reply(to line: String) -> Reply {
    if line.trimmed.isEmpty {
      if let defaultValue { return .value(defaultValue) }
      return mustBeGiven ? .refused("\(name) needs a value") : .left
    }
    var problems = Diagnostics()
    let assignment = VariableAssignment(
      name: name, content: declaration.content(ofAnswer: line), source: .answer, place: .origin(name))
    if let value = VariableResolver.convert(assignment, for: declaration, into: &problems) { return .value(value) }
    let problem = problems.items.first
    return .refused([problem?.message, problem?.hint].compactMap { $0 }.joined(separator: "; "))
  }
}

extension PlanApproval {
  /// The values of the fields that `given` and the defaults make; what is wrong is reported, and then there are none.
  public func values(from given: [VariableAssignment], into diagnostics: inout Diagnostics) -> ValueMap? {
    var found = Diagnostics()
    let values = VariableResolver.resolve(
      fields.map(\.declaration), in: nil, given: given, demandsAll: true, as: .field, into: &found)
    diagnostics.append(contentsOf: found)
    return found.hasErrors ? nil : ValueMap(values.map { ($0.name, $0.value) })
  }

  /// The values as they are recorded, if the fields allow them.
  public func checked(_ values: ValueMap) -> ValueMap? {
    var ignored = Diagnostics()
    let given = values.entries.map { entry in
      let name = entry.key.string ?? ""
      return VariableAssignment(name: name, content: .value(entry.value), source: .answer, place: .origin(name))
    }
    return self.values(from: given, into: &ignored)
  }
}
