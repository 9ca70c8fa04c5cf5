public import Values

/// Exit codes and HTTP statuses after which something is tried again.
public struct RetryCodes: Sendable, Equatable {
  /// The codes, from 0 to 599; a hundred of them for `5xx`.
  public let codes: [ClosedRange<Int>]
}

extension RetryCodes: ValueConvertible {
  /// What they are written as.
  public static var typeName: String { KeyDefinition.Form.retryCodes.name }

  /// A code, or a list that is not empty.
  public static func convert(_ value: Value) -> RetryCodes? {
    let items = value.list ?? [value]
    let codes = items.compactMap { item -> ClosedRange<Int>? in
      if let code = Int.convert(item) { return (0...599).contains(code) ? code...code : nil }
      return StatusPattern.parse(item)?.range
    }
    return codes.isEmpty || codes.count < items.count ? nil : RetryCodes(codes: codes)
  }
}
