public import Templates
internal import Values

/// A call of a built-in function.
public struct PlanFunctionCall: Sendable {
  /// The functions that run (design 3.4).
  public enum Function: String, Sendable, CaseIterable {
    case sleep, notify, fail, noop, log

    /// Whether a failure is allowed where the runbook does not say (design 3.3).
    var allowsFailure: Bool { self == .notify || self == .log }
  }

  /// The function.
  public let function: Function
  /// Its parameters.
  public var parameters: [(name: String, value: ValueTemplate)]
  /// Settings of the plugin.
  public var configuration: [(name: String, value: ValueTemplate)]

  var summary: String {
    let shown = parameters.compactMap { parameter -> String? in
      switch parameter.value {
      case .literal(let value): String.convert(value)
      case .template(let template): template.text
      case .list, .map: nil
      }
    }
    return ([function.rawValue] + shown).joined(separator: " ")
  }
}
