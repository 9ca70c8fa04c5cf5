internal import Text

/// Numbers in text, as Python's `int` and `float` read them.
enum NumberText {
  /// White space around and `_` between digits are allowed; a fraction is cut off.
  static func integer(_ text: String, base: Int) throws(TemplateProblem) -> Int? {
    var digits = CodePoints.trimming(text, nil)
    guard (2...36).contains(base) || base == 0 else { return nil }
    let sign = digits.hasPrefix("-") ? "-" : ""
    if digits.hasPrefix("-") || digits.hasPrefix("+") { digits.removeFirst() }
    var radix = base == 0 ? 10 : base
    for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)]
    where digits.lowercased().hasPrefix(prefix) && (base == value || base == 0) {
      digits.removeFirst(2)
      radix = value
    }
    if let plain = withoutSeparators(digits), plain.first?.isHexDigit ?? false || radix > 16 {
      if let number = Int(sign + plain, radix: radix) { return number }
      if plain.utf8.allSatisfy(\.isASCIIDigit), radix == 10 { throw .integerOverflow }
    }
    guard let number = float(text), number.isFinite else { return nil }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw .integerOverflow }
    return whole
  }

  static func float(_ text: String) -> Double? {
    let trimmed = CodePoints.trimming(text, nil)
    guard let plain = withoutSeparators(trimmed) else { return nil }
    let isDecimal = plain.utf8.allSatisfy {
      $0.isASCIIDigit || $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "+")
    }
    let word = plain.lowercased().drop { $0 == "-" || $0 == "+" }
    guard isDecimal || ["inf", "infinity", "nan"].contains(word) else { return nil }
    return Double(plain)
  }

  /// The text without `_` between digits; nothing if one stands elsewhere.
  private static func withoutSeparators(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text.isEmpty ? nil : text }
    if text.hasPrefix("_") || text.hasSuffix("_") || CodePoints.contains("__", in: text) { return nil }
    return String(decoding: text.utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }
}
