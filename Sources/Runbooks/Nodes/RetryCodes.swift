public import Values

/// Exit codes and HTTP statuses after which something is tried again.
public struct RetryCodes: Sendable, Equatable {
  /// The codes, from 0 to 599.
  public let codes: [Int]
}

extension RetryCodes: ValueConvertible {
  /// What they are written as.
  public static var typeName: String { "an exit code or an HTTP status, or a list of them" }

  /// A code, or a list that is not empty.
  public static func convert(_ value: Value) -> RetryCodes? {
    let items = value.list ?? [value]
    let codes = items.compactMap { Int.convert($0) }.filter { (0...599).contains($0) }
    return codes.isEmpty || codes.count < items.count ? nil : RetryCodes(codes: codes)
  }
}
