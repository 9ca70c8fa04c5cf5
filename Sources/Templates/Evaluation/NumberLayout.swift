internal import Text
internal import Values

/// Numbers as Python's format specifications lay them out.
enum NumberLayout {
  /// The digits of a number in the presentation `kind` (`d x o b e f g %` …), with a minus sign where it is negative.
  static func text(
    _ value: Value, kind: Unicode.Scalar, precision: Int?, isAlternate: Bool, for name: String
  ) throws(TemplateProblem) -> String {
    switch kind {
    case "d", "i", "u", "x", "X", "o", "b":
      let number = try whole(value, for: name)
      let radix = kind == "x" || kind == "X" ? 16 : kind == "o" ? 8 : kind == "b" ? 2 : 10
      let prefix = isAlternate && radix != 10 ? "0\(kind)" : ""
      var digits = String(number.magnitude, radix: radix, uppercase: kind == "X")
      if let precision, digits.count < precision { digits = Padding.pad(digits, to: precision, .start, "0") }
      return (number < 0 ? "-" : "") + prefix + digits
    default:
      var number = try Argument.number(value, for: name)
      if kind == "%" { number *= 100 }
      guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
      let text = real(number, kind: kind, precision: precision ?? 6)
      return "EFG".unicodeScalars.contains(kind) ? text.uppercased() : text + (kind == "%" ? "%" : "")
    }
  }

  private static func whole(_ value: Value, for name: String) throws(TemplateProblem) -> Int {
    if let number = Comparing.integer(try value.defined()) { return number }
    guard case .double(let number) = value, let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw .wrongInput(name, expected: "an integer", found: value.kind)
    }
    return whole
  }

  private static func real(_ number: Double, kind: Unicode.Scalar, precision: Int) -> String {
    let exact = ExactDecimal(number)
    switch kind {
    case "e", "E": return exact.scientific(precision)
    case "g", "G":
      let digits = max(1, precision)
      let exponent = exact.exponent(keeping: digits)
      if exponent < -4 || exponent >= digits { return withoutZeros(exact.scientific(digits - 1)) }
      return withoutZeros(exact.fixed(digits - 1 - exponent))
    default: return exact.fixed(precision)
    }
  }

  /// A number without zeros at the end of its fraction.
  private static func withoutZeros(_ text: String) -> String {
    let parts = text.split(separator: "e", maxSplits: 1)
    guard var mantissa = parts.first, mantissa.contains(".") else { return text }
    while mantissa.hasSuffix("0") { mantissa.removeLast() }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    return mantissa + (parts.count > 1 ? "e" + parts[1] : "")
  }
}
