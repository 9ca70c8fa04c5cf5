/// How much it matters what a channel is told.
public enum NotificationSeverity: String, Sendable, CaseIterable, Comparable {
  case info, warning, error, critical

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether the first matters less.
  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
}

extension NotificationSeverity: ValueConvertible {}
