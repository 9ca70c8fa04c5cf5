internal import Text

/// A part of the day, in minutes from midnight; one that ends before it begins goes on past midnight.
public struct DayHours: Sendable, Equatable {
  /// The first minute.
  public var start: Int
  /// The minute behind the last one.
  public var end: Int

  /// A part of the day.
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// All day.
  public static let all = DayHours(start: 0, end: 24 * 60)

  /// As a runbook says it: `09:00-16:30`.
  public var text: String { Self.text(start) + "-" + Self.text(end) }

  /// A time of day as a clock shows it: `09:05`.
  static func text(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return two(minutes / 60) + ":" + two(minutes % 60)
  }
}

/// Parts of the day.
public struct DayHoursList: Sendable, Equatable {
  /// The parts, as they were written.
  public var parts: [DayHours]

  /// Parts of the day.
  public init(_ parts: [DayHours]) {
    self.parts = parts
  }

  /// All day.
  public static let all = DayHoursList([.all])
}

extension DayHoursList: ValueConvertible {
  /// What such parts are, for messages.
  public static let typeName = "hours such as \"09:00-16:30\""

  /// The parts that words say, in a list or with commas between them.
  public static func convert(_ value: Value) -> DayHoursList? {
    var parts: [DayHours] = []
    for item in value.list ?? [value] {
      guard let text = item.string else { return nil }
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let part = DayHours(String(word).trimmed) else { return nil }
        parts.append(part)
      }
    }
    return parts.isEmpty ? nil : DayHoursList(parts)
  }
}

extension DayHours {
  /// The part that a word says; nothing for one that is empty, or that no clock shows.
  init?(_ word: String) {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
    guard ends.count == 2, let start = ends[0], let end = ends[1], start != end, start < 24 * 60 else { return nil }
    self.init(start: start, end: end)
  }

  /// The minutes from midnight that `hh:mm` says.
  static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isASCIIDigit) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
    else { return nil }
    let total = hour * 60 + minute
    return total <= 24 * 60 ? total : nil
  }
}
