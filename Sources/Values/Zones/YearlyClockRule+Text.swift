internal import Text

/// `CET-1CEST,M3.5.0,M10.5.0/3`: a name and its offset to UTC, the other name, when it begins, and when it ends.
extension YearlyClockRule {
  /// The rule that a text says; nothing if it says none.
  init?(text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard reader.name(), let behind = reader.offset(mostHours: 24) else { return nil }
    let standard = -behind
    if reader.rest.isEmpty {
      self.init(standard: standard, summer: nil)
      return
    }
    guard reader.name() else { return nil }
    var summer = standard + 3600
    if let first = reader.rest.first, first != UInt8(ascii: ",") {
      guard let behind = reader.offset(mostHours: 24) else { return nil }
      summer = -behind
    }
    if reader.rest.isEmpty { reader.rest = Array(",M3.2.0,M11.1.0".utf8)[...] }
    guard let begin = reader.change(), let end = reader.change(), reader.rest.isEmpty else { return nil }
    self.init(standard: standard, summer: Summer(offset: summer, begin: begin, end: end))
  }

  /// Reads the parts of such a text, one after the other.
  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(truncatingIfNeeded: character.value) else { return false }
      rest.removeFirst()
      return true
    }

    /// Letters, or anything between angle brackets; three of them at least.
    mutating func name() -> Bool {
      if take("<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        defer { rest = rest[(end + 1)...] }
        return end - rest.startIndex >= 3
      }
      let letters = rest.prefix(while: \.isASCIILetter)
      rest = rest.dropFirst(letters.count)
      return letters.count >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(while: \.isASCIIDigit)
      guard (1...3).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)),
        range.contains(number)
      else { return nil }
      rest = rest.dropFirst(digits.count)
      return number
    }

    /// `[+-]hh[:mm[:ss]]`, in seconds.
    mutating func offset(mostHours: Int) -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(0...mostHours) else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where take(":") {
        guard let part = number(0...59) else { return nil }
        seconds += part * unit
      }
      return isNegative ? -seconds : seconds
    }

    /// `,date[/time]`.
    mutating func change() -> Change? {
      guard take(","), let day = day() else { return nil }
      if !take("/") { return Change(day: day, time: 2 * 3600) }
      // A week before and after, as newer files have it.
      return offset(mostHours: 167).map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Change.Day? {
      if take("J") { return number(1...365).map { .withoutLeapDay($0) } }
      guard take("M") else { return number(0...365).map { .ofYear($0) } }
      guard let month = number(1...12), take("."), let count = number(1...5), take("."), let weekday = number(0...6)
      else { return nil }
      return .weekday(weekday, number: count, month: month)
    }
  }
}
