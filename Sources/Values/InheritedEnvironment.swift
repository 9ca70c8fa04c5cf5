/// What processes have of pyflow's own environment (design 3.1, `inherit_env`).
public enum InheritedEnvironment: Sendable, Hashable {
  case everything, nothing
  /// The variables of these names, as far as they are set.
  case names([String])

  /// The choice as a runbook writes it.
  public var value: Value {
    switch self {
    case .everything: .bool(true)
    case .nothing: .bool(false)
    case .names(let names): .list(names.map { .string($0) })
    }
  }
}

extension InheritedEnvironment: ValueConvertible {
  /// What a choice is written as.
  public static var typeName: String { "true, false or a list of whole names" }

  /// A boolean, or a list of names.
  public static func convert(_ value: Value) -> InheritedEnvironment? {
    guard let items = value.list else { return Bool.convert(value).map { $0 ? .everything : .nothing } }
    let names = items.compactMap(\.string).filter(isName)
    guard names.count == items.count else { return nil }
    return names.isEmpty ? .nothing : .names(names)
  }

  /// Whether it can name a variable; a pattern, which would name none, is taken for a mistake.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "*") }
  }
}
