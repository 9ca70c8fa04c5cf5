public import Values

/// HTTP statuses that count as success: one, or a hundred of them.
public struct StatusPattern: Sendable, Equatable {
  /// The statuses.
  public let range: ClosedRange<Int>

  /// 200 to 299.
  public static let success = StatusPattern(range: 200...299)

  /// The statuses that `value` stands for: `200`, `"200"` or `"2xx"`; nothing for anything else.
  public static func parse(_ value: Value) -> StatusPattern? {
    if case .string(let text) = value, text.lowercased().hasSuffix("xx"), text.utf8.count == 3,
      let hundred = text.first?.wholeNumberValue, (1...5).contains(hundred)
    {
      return StatusPattern(range: hundred * 100...hundred * 100 + 99)
    }
    guard let status = Int.convert(value), (100...599).contains(status) else { return nil }
    return StatusPattern(range: status...status)
  }

  /// The pattern as it is written.
  public var text: String {
    range.count == 1 ? String(range.lowerBound) : "\(range.lowerBound / 100)xx"
  }
}
