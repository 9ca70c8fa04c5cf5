public import Values

/// Exit codes that mean success.
public struct ExitCodes: Sendable, Equatable {
  /// The codes, from 0 to 255.
  public let codes: [Int]

  /// What means success unless the runbook says otherwise.
  public static let success = ExitCodes(codes: [0])
}

extension ExitCodes: ValueConvertible {
  /// What they are written as.
  public static var typeName: String { "an exit code from 0 to 255, or a list of them" }

  /// A code, or a list that is not empty.
  public static func convert(_ value: Value) -> ExitCodes? {
    let items = value.list ?? [value]
    let codes = items.compactMap { Int.convert($0) }.filter { (0...255).contains($0) }
    return codes.isEmpty || codes.count < items.count ? nil : ExitCodes(codes: codes)
  }
}
