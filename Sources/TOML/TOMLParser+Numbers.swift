internal import Text

/// Integers and floats (TOML 1.1, "Integer" and "Float").
extension TOMLParser {
  /// Reads the number that the unquoted run `range` is.
  mutating func number(_ range: Range<Int>) throws(TOMLFailure) -> TOMLNode {
    if let node = plainInteger(range) {
      cursor = range.upperBound
      return node
    }
    if bytes[range.lowerBound] == UInt8(ascii: "0"), range.count > 1,
      let radix = Self.radix(of: bytes[range.lowerBound + 1])
    {
      return try integer(range, prefix: 2, radix: radix)
    }
    let isFloat = bytes[range].contains {
      $0 == ByteClass.dot || $0 | 0x20 == UInt8(ascii: "e")
    }
    return isFloat ? try float(range) : try integer(range, prefix: 0, radix: 10)
  }

  /// The common case: at most 18 digits, no sign, no underscores, no leading zero.
  private func plainInteger(_ range: Range<Int>) -> TOMLNode? {
    guard range.count <= 18 else { return nil }
    var value: UInt64 = 0
    for byte in bytes[range] {
      guard byte.isASCIIDigit else { return nil }
      value = value * 10 + UInt64(byte - 0x30)
    }
    if range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "0") { return nil }
    var node = TOMLNode(.integer)
    node.payload = value
    return node
  }

  private static func radix(of letter: UInt8) -> UInt64? {
    switch letter {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private mutating func integer(
    _ range: Range<Int>, prefix: Int, radix: UInt64
  ) throws(TOMLFailure) -> TOMLNode {
    let isSigned = prefix == 0 && !bytes[range.lowerBound].isASCIIDigit
    let isNegative = bytes[range.lowerBound] == ByteClass.minus
    let digits = range.lowerBound + (isSigned ? 1 : prefix)..<range.upperBound
    try checkUnderscores(digits, of: range)
    if prefix == 0 { try checkLeadingZero(digits, of: range, isFloat: false) }
    var value: UInt64 = 0
    for byte in bytes[digits] where byte != ByteClass.underscore {
      guard let digit = HexDigits.value(of: byte), UInt64(digit) < radix else {
        throw notANumber(range)
      }
      let (product, overflows) = value.multipliedReportingOverflow(by: radix)
      let (sum, sumOverflows) = product.addingReportingOverflow(UInt64(digit))
      if overflows || sumOverflows { throw TOMLFailure(.integerOutOfRange, range) }
      value = sum
    }
    guard value <= UInt64(Int64.max) + (isNegative ? 1 : 0) else {
      throw TOMLFailure(.integerOutOfRange, range)
    }
    cursor = range.upperBound
    var node = TOMLNode(.integer)
    node.payload = isNegative ? 0 &- value : value
    return node
  }

  private mutating func float(_ range: Range<Int>) throws(TOMLFailure) -> TOMLNode {
    let text = bytes[range]
    let unsigned =
      (text.first ?? 0).isASCIIDigit || text.first == ByteClass.dot
      ? text : text.dropFirst()
    let exponent = unsigned.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? unsigned.endIndex
    let mantissa = unsigned[..<exponent]
    let dot = mantissa.firstIndex(of: ByteClass.dot)
    try digitRun(mantissa[..<(dot ?? mantissa.endIndex)], of: range, mayLeadWithZeros: false)
    if let dot { try digitRun(mantissa[(dot + 1)...], of: range, mayLeadWithZeros: true) }
    if exponent < unsigned.endIndex {
      let power = unsigned[(exponent + 1)...]
      let isSigned = power.first == ByteClass.plus || power.first == ByteClass.minus
      try digitRun(isSigned ? power.dropFirst() : power, of: range, mayLeadWithZeros: true)
    }
    let digits = text.filter { $0 != ByteClass.underscore }
    guard let value = Double(String(decoding: digits, as: UTF8.self)) else { throw notANumber(range) }
    // A value beyond binary64 is refused rather than read as infinity, which nobody means who writes 1e400.
    guard value.isFinite else { throw TOMLFailure(.floatOutOfRange, range) }
    cursor = range.upperBound
    var node = TOMLNode(.float)
    node.payload = value.bitPattern
    return node
  }

  /// Demands one or more decimal digits, underscores only between them.
  private func digitRun(
    _ run: ArraySlice<UInt8>, of range: Range<Int>, mayLeadWithZeros: Bool
  ) throws(TOMLFailure) {
    guard !run.isEmpty,
      run.allSatisfy({ $0.isASCIIDigit || $0 == ByteClass.underscore })
    else { throw notANumber(range) }
    try checkUnderscores(run.startIndex..<run.endIndex, of: range)
    if !mayLeadWithZeros {
      try checkLeadingZero(run.startIndex..<run.endIndex, of: range, isFloat: true)
    }
  }

  /// Underscores must have a digit on both sides.
  private func checkUnderscores(_ digits: Range<Int>, of range: Range<Int>) throws(TOMLFailure) {
    guard !digits.isEmpty else { throw notANumber(range) }
    for index in digits where bytes[index] == ByteClass.underscore {
      let isInside = index > digits.lowerBound && index + 1 < digits.upperBound
      guard isInside, bytes[index - 1] != ByteClass.underscore else {
        throw TOMLFailure(.misplacedUnderscore, index..<index + 1)
      }
    }
  }

  private func checkLeadingZero(
    _ digits: Range<Int>, of range: Range<Int>, isFloat: Bool
  ) throws(TOMLFailure) {
    let leadsWithZero = digits.count > 1 && bytes[digits.lowerBound] == UInt8(ascii: "0")
    guard leadsWithZero, bytes[digits].allSatisfy({ $0.isASCIIDigit || $0 == ByteClass.underscore })
    else { return }
    throw TOMLFailure(.leadingZero(text(in: digits), isFloat: isFloat), range)
  }

  private func notANumber(_ range: Range<Int>) -> TOMLFailure {
    let line = unquotedText(from: range.lowerBound)
    return TOMLFailure(.invalidNumber(text(in: line)), line)
  }
}
