public import Values

/// HTTP statuses that mean success.
public struct StatusPatterns: Sendable, Equatable {
  /// The patterns, any of which is enough.
  public let patterns: [StatusPattern]

  /// What means success unless the runbook says otherwise.
  public static let success = StatusPatterns(patterns: [.success])
}

extension StatusPatterns: ValueConvertible {
  /// What they are written as.
  public static var typeName: String { KeyDefinition.Form.statuses.name }

  /// A pattern, or a list that is not empty.
  public static func convert(_ value: Value) -> StatusPatterns? {
    let items = value.list ?? [value]
    let patterns = items.compactMap { StatusPattern.parse($0) }
    return patterns.isEmpty || patterns.count < items.count ? nil : StatusPatterns(patterns: patterns)
  }
}
