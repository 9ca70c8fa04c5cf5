internal import Text

/// A moment of the calendar clock, to the millisecond.
public struct Timestamp: Sendable, Equatable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
  public let milliseconds: Int

  /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int) {
    self.milliseconds = milliseconds
  }

  /// Earlier moments are smaller.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// RFC 3339 in UTC with milliseconds: `2026-11-21T09:30:00.250Z`.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The milliseconds that RFC 3339 can state: years 0 to 9999.
  private static let writable = -62_167_219_200_000...253_402_300_799_999

  /// Appends the RFC 3339 form, always 24 bytes; a moment outside the years 0 to 9999 is written as the nearest in them.
  public func append(to output: inout [UInt8]) {
    let milliseconds = min(max(milliseconds, Self.writable.lowerBound), Self.writable.upperBound)
    let days = (milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000
    let date = CivilDate(daysSinceEpoch: days)
    let time = milliseconds - days * 86_400_000
    Self.append(date.year, width: 4, to: &output)
    Self.append(date.month, after: "-", to: &output)
    Self.append(date.day, after: "-", to: &output)
    Self.append(time / 3_600_000, after: "T", to: &output)
    Self.append(time / 60_000 % 60, after: ":", to: &output)
    Self.append(time / 1000 % 60, after: ":", to: &output)
    Self.append(time % 1000, after: ".", width: 3, to: &output)
    output.append(UInt8(ascii: "Z"))
  }

  private static func append(
    _ number: Int, after separator: Unicode.Scalar? = nil, width: Int = 2, to output: inout [UInt8]
  ) {
    if let separator { output.append(UInt8(truncatingIfNeeded: separator.value)) }
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      output.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// Reads an RFC 3339 time as pyflow writes it, or with any offset and fraction; nothing if it is none.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, let date = Self.date(bytes), let time = Self.time(bytes) else {
      return nil
    }
    var rest = bytes[19...]
    let fraction = Self.fraction(&rest)
    guard let fraction, let offset = Self.offset(rest) else { return nil }
    milliseconds = (date.daysSinceEpoch * 86_400 + time - offset) * 1000 + fraction
  }

  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var number = 0
    for byte in bytes[range] {
      guard byte.isASCIIDigit else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  private static func date(_ bytes: [UInt8]) -> CivilDate? {
    guard let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
      let day = number(bytes, 8..<10), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-")
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.isValid ? date : nil
  }

  /// Seconds since midnight.
  private static func time(_ bytes: [UInt8]) -> Int? {
    guard let hour = number(bytes, 11..<13), let minute = number(bytes, 14..<16),
      let second = number(bytes, 17..<19), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// The milliseconds of a fraction, if there is one; digits beyond are cut.
  private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.first == UInt8(ascii: ".") else { return 0 }
    let digits = rest.dropFirst().prefix(while: \.isASCIIDigit)
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(1 + digits.count)
    var result = 0
    for position in 0..<3 {
      let digit = position < digits.count ? digits[digits.startIndex + position] - 0x30 : 0
      result = result * 10 + Int(digit)
    }
    return result
  }

  /// Seconds east of UTC.
  private static func offset(_ rest: ArraySlice<UInt8>) -> Int? {
    if rest.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
    let bytes = Array(rest)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes, 1..<3),
      let minutes = number(bytes, 4..<6), hours < 24, minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }
}
