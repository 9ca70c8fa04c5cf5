internal import Text
internal import Values

/// Dates and times (RFC 3339 with TOML 1.1's optional seconds).
extension TOMLParser {
  /// Whether an unquoted run begins like `1979-` or `07:`.
  func looksLikeDate(_ range: Range<Int>) -> Bool {
    var digits = 0
    while range.lowerBound + digits < range.upperBound,
      bytes[range.lowerBound + digits].isASCIIDigit
    {
      digits += 1
    }
    let end = range.lowerBound + digits
    guard digits >= 1, end < range.upperBound else { return false }
    return (digits == 4 && bytes[end] == ByteClass.minus) || bytes[end] == ByteClass.colon
  }

  /// Reads the date, time or date-time that begins with the unquoted run `range`.
  mutating func dateTime(_ range: Range<Int>) throws(TOMLFailure) -> TOMLNode {
    var reader = DateTimeReader(bytes: bytes[range.lowerBound..<dateTimeEnd(range)])
    let value = try reader.read()
    cursor = reader.cursor
    var node = TOMLNode(Self.kind(of: value))
    node.payload = UInt64(dateTimes.count)
    dateTimes.append(value)
    return node
  }

  /// A date and a time may be separated by one space; then the run goes on behind it.
  private func dateTimeEnd(_ range: Range<Int>) -> Int {
    let end = range.upperBound
    let isDate = range.count == 10 && bytes[range.lowerBound + 4] == ByteClass.minus
    guard isDate, end + 2 < bytes.count, bytes[end] == ByteClass.space,
      bytes[end + 1].isASCIIDigit, bytes[end + 2].isASCIIDigit
    else { return end }
    return tokenRange(at: end + 1).upperBound
  }

  private static func kind(of value: TOMLDateTime) -> TOMLKind {
    switch (value.date, value.time) {
    case (nil, _): .localTime
    case (_, nil): .localDate
    default: value.offsetMinutes == nil ? .localDateTime : .offsetDateTime
    }
  }
}

/// Reads one date or time, all of whose bytes are known.
private struct DateTimeReader {
  let bytes: ArraySlice<UInt8>
  var cursor: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    cursor = bytes.startIndex
  }

  mutating func read() throws(TOMLFailure) -> TOMLDateTime {
    var result = TOMLDateTime()
    let isTime = bytes.count > 2 && bytes[cursor + 2] == ByteClass.colon
    if !isTime {
      result.date = try date()
      guard cursor < bytes.endIndex else { return result }
      guard [UInt8(ascii: "T"), UInt8(ascii: "t"), ByteClass.space].contains(bytes[cursor]) else {
        throw invalid()
      }
      cursor += 1
    }
    result.time = try time()
    if !isTime { result.offsetMinutes = try offset() }
    guard cursor == bytes.endIndex else { throw invalid() }
    return result
  }

  private mutating func date() throws(TOMLFailure) -> CivilDate {
    let start = cursor
    let year = try number(4, then: ByteClass.minus)
    let month = try number(2, then: ByteClass.minus, field: "month", in: 1...12)
    let day = try number(2, then: nil, field: "day", in: 1...31)
    let date = CivilDate(year: year, month: month, day: day)
    guard date.isValid else {
      let limit = CivilDate.days(inMonth: month, of: year)
      throw TOMLFailure(.dateOutOfRange(field: "day", allowed: 1...limit), start..<cursor)
    }
    return date
  }

  private mutating func time() throws(TOMLFailure) -> TOMLDateTime.Time {
    let hour = try number(2, then: ByteClass.colon, field: "hour", in: 0...23)
    let minute = try number(2, then: nil, field: "minute", in: 0...59)
    var time = TOMLDateTime.Time(hour: hour, minute: minute, second: 0, nanosecond: 0)
    guard cursor < bytes.endIndex, bytes[cursor] == ByteClass.colon else { return time }
    cursor += 1
    time.second = try number(2, then: nil, field: "second", in: 0...60)
    guard cursor < bytes.endIndex, bytes[cursor] == ByteClass.dot else { return time }
    cursor += 1
    time.nanosecond = try fraction()
    return time
  }

  private mutating func fraction() throws(TOMLFailure) -> Int {
    var value = 0
    var digits = 0
    while cursor < bytes.endIndex, bytes[cursor].isASCIIDigit {
      if digits < 9 { value = value * 10 + Int(bytes[cursor] - 0x30) }
      digits += 1
      cursor += 1
    }
    guard digits > 0 else { throw invalid() }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  private mutating func offset() throws(TOMLFailure) -> Int? {
    guard cursor < bytes.endIndex else { return nil }
    let sign = bytes[cursor]
    cursor += 1
    switch sign {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): return 0
    case ByteClass.plus, ByteClass.minus:
      let hours = try number(2, then: ByteClass.colon, field: "offset hour", in: 0...23)
      let minutes = try number(2, then: nil, field: "offset minute", in: 0...59)
      return (sign == ByteClass.minus ? -1 : 1) * (hours * 60 + minutes)
    default: throw invalid()
    }
  }

  /// Reads exactly `digits` digits, and the separator behind them.
  private mutating func number(
    _ digits: Int, then separator: UInt8?, field: String = "year",
    in allowed: ClosedRange<Int> = 0...9999
  ) throws(TOMLFailure) -> Int {
    let start = cursor
    var value = 0
    for _ in 0..<digits {
      guard cursor < bytes.endIndex, bytes[cursor].isASCIIDigit else { throw invalid() }
      value = value * 10 + Int(bytes[cursor] - 0x30)
      cursor += 1
    }
    guard allowed.contains(value) else {
      throw TOMLFailure(.dateOutOfRange(field: field, allowed: allowed), start..<cursor)
    }
    if let separator {
      guard cursor < bytes.endIndex, bytes[cursor] == separator else { throw invalid() }
      cursor += 1
    }
    return value
  }

  private func invalid() -> TOMLFailure {
    TOMLFailure(
      .invalidDateTime(String(decoding: bytes, as: UTF8.self)), bytes.startIndex..<bytes.endIndex)
  }
}
