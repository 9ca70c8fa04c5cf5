/// Days of the week.
public struct WeekdaySet: Sendable, Equatable {
  /// The days, from 1 for Monday to 7.
  public var days: Set<Int>

  /// Days, from 1 for Monday to 7.
  public init(days: Set<Int>) {
    self.days = days
  }

  /// Every day.
  public static let all = WeekdaySet(days: Set(1...7))

  static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// The days in words, for people: `mon-thu`, `mon, wed`, `every day`.
  public var text: String {
    if days.count == 7 { return "every day" }
    var (parts, day) = ([String](), 1)
    while day <= 7 {
      guard days.contains(day) else {
        day += 1
        continue
      }
      var last = day
      while last < 7, days.contains(last + 1) { last += 1 }
      parts.append(Self.names[day - 1] + (last == day ? "" : "-" + Self.names[last - 1]))
      day = last + 1
    }
    return parts.joined(separator: ", ")
  }
}

extension WeekdaySet: ValueConvertible {
  /// What such days are, for messages.
  public static let typeName = "days such as \"mon-thu\""

  /// The days that words name, in a list or with commas between them: `mon`, `mon-thu`, `fri-mon`.
  public static func convert(_ value: Value) -> WeekdaySet? {
    var days: Set<Int> = []
    for item in value.list ?? [value] {
      guard let text = item.string else { return nil }
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let named = self.days(in: String(word).trimmed.lowercased()) else { return nil }
        days.formUnion(named)
      }
    }
    return days.isEmpty ? nil : WeekdaySet(days: days)
  }

  private static func days(in word: String) -> Set<Int>? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { names.firstIndex(of: String($0)) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
    return Set((0...((last - first + 7) % 7)).map { (first + $0) % 7 + 1 })
  }
}
