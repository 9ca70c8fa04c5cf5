internal import Runbooks
internal import Templates
internal import Text
public import Values

/// A node that runs another runbook (design 3.4).
public struct PlanRunbookCall: Sendable {
  /// The file as the runbook names it.
  public let path: String
  /// Where that stands.
  let pathSpan: ByteSpan
  /// The values for its variables, as far as they are known.
  let arguments: [RunbookCallDeclaration.Argument]
  /// The index of the runbook in the plan.
  public internal(set) var runbook = 0

  /// The file and what it is given, in one line.
  var summary: String { summary(with: [:]) }

  /// The file and what it is given, with the values that are known by now.
  public func summary(with values: [String: Value]) -> String {
    let given = arguments.map { argument in
      "\(argument.name)=\(values[argument.name].flatMap { String.convert($0) } ?? Self.text(argument.value))"
    }
    return ([path] + given).joined(separator: " ")
  }

  private static func text(_ value: ValueTemplate) -> String {
    switch value {
    case .literal(let value): String.convert(value) ?? ""
    case .template(let template): template.text
    case .list, .map: "…"
    }
  }
}
