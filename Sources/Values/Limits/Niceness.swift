/// How far a process stands back for others, added to pyflow's own niceness (`nice(1)`).
public struct Niceness: Sendable, Equatable {
  /// The number; under 0 it goes before others.
  public let number: Int
}

extension Niceness: ValueConvertible {
  /// What it is written as.
  public static var typeName: String { "a number from -20 to 19" }

  /// A number within the system's range.
  public static func convert(_ value: Value) -> Niceness? {
    Int.convert(value).flatMap { (-20...19).contains($0) ? Niceness(number: $0) : nil }
  }
}
