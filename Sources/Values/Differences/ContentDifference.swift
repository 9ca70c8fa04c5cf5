/// What differs between two contents of which nothing more is known than their bytes.
public enum ContentDifference: Sendable, Equatable {
  case none
  /// Both are JSON objects or lists: the places that changed.
  case values(ValueDifference)
  /// The lines that changed, in the unified form.
  case lines(String)

  /// Compares two contents.
  public init(_ before: [UInt8], _ after: [UInt8]) {
    if before == after {
      self = .none
    } else if let old = Self.container(before), let new = Self.container(after) {
      let difference = ValueDifference(old, new)
      self = difference.changes.isEmpty ? .none : .values(difference)
    } else {
      self = .lines(UnifiedDifference.text(LineDifference(before, after)))
    }
  }

  private static func container(_ bytes: [UInt8]) -> Value? {
    guard let value = try? JSONReader.read(bytes) else { return nil }
    switch value {
    case .list, .map: return value
    default: return nil
    }
  }
}
