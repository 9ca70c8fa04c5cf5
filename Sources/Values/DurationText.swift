/// Durations as runbooks write them (design 3): `ms s m h d`, sums such as `1h30m`; a bare number is seconds.
public enum DurationText {
  /// The longest duration that is accepted, in days: about a hundred years, so that no sum of deadlines overflows.
  public static let maximumDays = 36_500

  private static let units: [(suffix: String, nanoseconds: Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000),
  ]
  private static let maximum = Duration.seconds(maximumDays * 86_400)

  /// The duration that `text` states; nothing if it states none, is negative or exceeds `maximumDays`.
  public static func parse(_ text: String) -> Duration? {
    var rest = text[...]
    var total = Duration.zero
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let number = number(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(letters.count)
      let isBare = letters.isEmpty && digits.count == text.count
      guard let unit = isBare ? 1e9 : nanoseconds(of: letters),
        let part = duration(nanoseconds: number * unit)
      else { return nil }
      total += part
      if total > maximum { return nil }
    }
    return total
  }

  /// A number of seconds as a duration; nothing if it is negative, not finite or exceeds `maximumDays`.
  public static func seconds(_ seconds: Double) -> Duration? {
    duration(nanoseconds: seconds * 1e9)
  }

  /// The shortest text that states `duration` to the millisecond: `1h30m`, `1.25s`, `40ms`.
  public static func format(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int(attoseconds / 1_000_000_000_000_000)
    if seconds < 1 { return milliseconds == 0 ? "0s" : "\(milliseconds)ms" }
    var result = ""
    var rest = Int(seconds)
    for (suffix, nanoseconds) in units.prefix(3) {
      let size = Int(nanoseconds / 1_000_000_000)
      if rest >= size { result += "\(rest / size)\(suffix)" }
      rest %= size
    }
    if rest > 0 || milliseconds > 0 { result += "\(rest)\(fraction(milliseconds))s" }
    return result
  }

  private static func duration(nanoseconds: Double) -> Duration? {
    guard nanoseconds >= 0, nanoseconds <= maximum / .nanoseconds(1) else { return nil }
    return .nanoseconds(Int64(nanoseconds.rounded()))
  }

  private static func number(_ digits: Substring) -> Double? {
    guard let first = digits.first, first != ".", digits.last != "." else { return nil }
    return Double(digits)
  }

  private static func nanoseconds(of suffix: Substring) -> Double? {
    units.first { $0.suffix == suffix }.map { Double($0.nanoseconds) }
  }

  /// `.25` for 250 milliseconds; nothing for none.
  private static func fraction(_ milliseconds: Int) -> String {
    guard milliseconds > 0 else { return "" }
    var digits = String(milliseconds + 1000).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "." + digits
  }
}
