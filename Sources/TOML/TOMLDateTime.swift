public import Values

/// A date, a time of day, or both, with or without an offset from UTC (TOML 1.1, "Offset Date-Time" and the three local kinds).
public struct TOMLDateTime: Sendable, Equatable {
  /// A time of day.
  public struct Time: Sendable, Equatable {
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 60, a leap second included; 0 if the text leaves the seconds out.
    public var second: Int
    /// 0 to 999,999,999; further digits are cut.
    public var nanosecond: Int
  }

  /// The day, if one was written.
  public var date: CivilDate?
  /// The time of day, if one was written.
  public var time: Time?
  /// Minutes east of UTC, if an offset was written.
  public var offsetMinutes: Int?

  /// RFC 3339's form, or the part of it that there is.
  public var rfc3339: String {
    var text = ""
    if let date {
      text += "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }
    if let time {
      if date != nil { text += "T" }
      text += "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
      text += fraction(time.nanosecond)
    }
    if let offset = offsetMinutes {
      let size = abs(offset)
      text += offset == 0 ? "Z" : offset < 0 ? "-" : "+"
      if offset != 0 { text += "\(padded(size / 60, 2)):\(padded(size % 60, 2))" }
    }
    return text
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `.5` for half a second; nothing for none.
  private func fraction(_ nanosecond: Int) -> String {
    guard nanosecond > 0 else { return "" }
    var digits = padded(nanosecond, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }
}
