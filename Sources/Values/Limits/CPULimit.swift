/// The processor time that a process may use: whole seconds, as the system counts it (`RLIMIT_CPU`).
public struct CPULimit: Sendable, Equatable {
  /// The seconds; at least 1.
  public let seconds: Int

  /// The time as a runbook writes it.
  public var text: String { DurationText.format(.seconds(seconds)) }
}

extension CPULimit: ValueConvertible {
  /// What it is written as.
  public static var typeName: String { "a time of whole seconds such as 30 or \"5m\"" }

  /// A duration of whole seconds, and not of none.
  public static func convert(_ value: Value) -> CPULimit? {
    guard let (seconds, rest) = Duration.convert(value)?.components, seconds > 0, rest == 0 else { return nil }
    return CPULimit(seconds: Int(seconds))
  }
}
