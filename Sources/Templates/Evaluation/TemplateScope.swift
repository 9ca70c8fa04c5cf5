public import Values

/// The names that an expression can use.
public protocol TemplateScope {
  /// The value of `name`; nothing if there is no such name.
  func value(of name: String) throws(TemplateProblem) -> Value?
}

/// A scope of plain values.
public struct ValueScope: TemplateScope, Sendable {
  private let values: [String: Value]

  /// A scope of the given names.
  public init(_ values: [String: Value]) {
    self.values = values
  }

  /// The value of `name`.
  public func value(of name: String) throws(TemplateProblem) -> Value? {
    values[name]
  }
}
