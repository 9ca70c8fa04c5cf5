/// How many redirects a request follows at most (design 3.4, `follow`).
public struct RedirectLimit: Sendable, Equatable {
  /// The number; 0 follows none.
  public let count: Int

  /// A redirect is an answer like any other.
  public static let none = RedirectLimit(count: 0)
  /// What `true` means.
  public static let usual = RedirectLimit(count: 5)
  /// The most that can be asked for.
  public static let most = 20
}

extension RedirectLimit: ValueConvertible {
  /// What it is written as.
  public static var typeName: String { "true, false or a number from 0 to \(most)" }

  /// A boolean, or a number.
  public static func convert(_ value: Value) -> RedirectLimit? {
    if let count = Int.convert(value) { return (0...most).contains(count) ? RedirectLimit(count: count) : nil }
    return Bool.convert(value).map { $0 ? .usual : .none }
  }
}
