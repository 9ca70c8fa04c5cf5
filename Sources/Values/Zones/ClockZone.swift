internal import Text

/// Where a clock stands.
public enum ClockZone: Sendable, Hashable {
  /// Where this machine's stands.
  case local
  /// So many minutes before UTC.
  case offset(Int)
  /// Where the database of time zones says, such as `Europe/Berlin`.
  case named(String)

  /// For people; a runbook writes `local` for this machine's own.
  public var text: String {
    switch self {
    case .local: "local time"
    case .offset(0): "UTC"
    case .offset(let minutes): (minutes < 0 ? "-" : "+") + DayHours.text(abs(minutes))
    case .named(let name): name
    }
  }
}

extension ClockZone: ValueConvertible {
  /// What a zone is, for messages.
  public static let typeName = "a time zone such as \"Europe/Berlin\", \"UTC\", \"+02:00\" or \"local\""

  /// The zone that a word says; whether there is one of that name is not asked.
  public static func convert(_ value: Value) -> ClockZone? {
    guard let text = value.string else { return nil }
    if text == "local" { return .local }
    if text == "UTC" || text == "Z" { return .offset(0) }
    guard let first = text.utf8.first else { return nil }
    if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      guard let minutes = DayHours.minutes(text.dropFirst()), minutes <= 14 * 60 else { return nil }
      return .offset(first == UInt8(ascii: "+") ? minutes : -minutes)
    }
    return isName(text) ? .named(text) : nil
  }

  /// Whether a text can be a name in the database, and so that of a file of it: no step leads out of its folder.
  public static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.utf8.count <= 100
      && parts.allSatisfy { part in
        part.utf8.first?.isASCIILetter ?? false
          && part.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "_+-".utf8.contains($0) }
      }
  }
}
