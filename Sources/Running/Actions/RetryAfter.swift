internal import Text
internal import Values

/// How long a server asks to be left alone (RFC 9110, 10.2.3).
enum RetryAfter {
  /// The longest that is heeded: who asks for more is asked again after this.
  static let longest = Duration.seconds(60)

  /// The delay that an answer's header demands at `now`; nothing if it demands none, or nothing that can be understood.
  static func delay(_ headers: [(name: String, value: String)], at now: Timestamp) -> Duration? {
    guard let text = value(of: "retry-after", headers)?.trimmed, !text.isEmpty else { return nil }
    if text.utf8.allSatisfy(\.isASCIIDigit) {
      return min(longest, .seconds(Int(text).map { min($0, 3600) } ?? 3600))
    }
    guard let date = date(text) else { return nil }
    // The server's own clock tells how far away that is, if it says what it shows.
    let start = value(of: "date", headers).flatMap { Self.date($0.trimmed) } ?? now
    let wait = Duration.milliseconds(date.milliseconds - start.milliseconds)
    return wait > .zero ? min(longest, wait) : nil
  }

  private static func value(of name: String, _ headers: [(name: String, value: String)]) -> String? {
    headers.last { $0.name.lowercased() == name }?.value
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// A date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), in the one form that servers may send.
  static func date(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: String(words[2])), (1970...9999).contains(year)
    else { return nil }
    let date = CivilDate(year: year, month: month + 1, day: day)
    let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard date.isValid, clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let seconds = date.daysSinceEpoch * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    return Timestamp(milliseconds: seconds * 1000)
  }
}
