internal import Values

/// Strings as Python sees them: sequences of code points, not of what a reader takes for one character.
enum CodePoints {
  /// Whether `part` occurs in `text`.
  static func contains(_ part: String, in text: String) -> Bool {
    firstRange(of: Array(part.utf8), in: Array(text.utf8)[...]) != nil
  }

  /// Where `part` first occurs in `text`; an empty part occurs at the start.
  ///
  /// O(n · m) at worst.
  static func firstRange(of part: [UInt8], in text: ArraySlice<UInt8>) -> Range<Int>? {
    guard let first = part.first else { return text.startIndex..<text.startIndex }
    var start = text.startIndex
    while start + part.count <= text.endIndex {
      if text[start] == first, text[start..<start + part.count].elementsEqual(part) {
        return start..<start + part.count
      }
      start += 1
    }
    return nil
  }

  /// `text` with the first `limit` occurrences of `old` replaced; an empty `old` stands between all code points.
  static func replacing(_ old: String, with new: String, in text: String, limit: Int?) -> String {
    if old.isEmpty { return interspersed(text, with: new, limit: limit) }
    let (pattern, replacement) = (Array(old.utf8), Array(new.utf8))
    var rest = Array(text.utf8)[...]
    var result: [UInt8] = []
    var count = 0
    while limit.map({ count < $0 }) ?? true, let range = firstRange(of: pattern, in: rest) {
      result += rest[..<range.lowerBound]
      result += replacement
      rest = rest[range.upperBound...]
      count += 1
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private static func interspersed(_ text: String, with new: String, limit: Int?) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if limit.map({ count < $0 }) ?? true { result += new }
      count += 1
      result.unicodeScalars.append(scalar)
    }
    if limit.map({ count < $0 }) ?? true { result += new }
    return result
  }

  /// `text` without the given code points at both ends, or at one; without white space if none are given.
  static func trimming(_ text: String, _ set: String?, start: Bool = true, end: Bool = true) -> String {
    let unwanted: (Unicode.Scalar) -> Bool =
      if let set { { set.unicodeScalars.contains($0) } } else { isSpace }
    var scalars = text.unicodeScalars[...]
    while start, let first = scalars.first, unwanted(first) { scalars.removeFirst() }
    while end, let last = scalars.last, unwanted(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// What Python's `str.strip` takes for white space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }
}
