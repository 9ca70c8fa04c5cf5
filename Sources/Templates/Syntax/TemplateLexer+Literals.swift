internal import Text

/// Numbers and strings, written as in Python.
extension TemplateLexer {
  mutating func number() throws(TemplateFailure) -> TemplateToken {
    let start = cursor
    if bytes[cursor] == UInt8(ascii: "0"), cursor + 1 < bytes.count,
      let radix = Self.radix(of: bytes[cursor + 1])
    {
      cursor += 2
      return try integer(from: start, radix: radix)
    }
    skipDigits()
    guard skipFraction() else { return try integer(from: start, radix: nil) }
    let digits = text(start..<cursor).filter { $0 != "_" }
    guard let value = Double(digits) else { throw failure(.invalidNumber(digits), start..<cursor) }
    return TemplateToken(kind: .float(value), range: start..<cursor)
  }

  private static func radix(of letter: UInt8) -> Int? {
    switch letter | 0x20 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  /// Ends an integer; with a `radix`, its digits are still to be read.
  private mutating func integer(from start: Int, radix: Int?) throws(TemplateFailure) -> TemplateToken {
    let digitsStart = radix == nil ? start : cursor
    while cursor < bytes.count, bytes[cursor].isASCIIWord { cursor += 1 }
    let digits = text(digitsStart..<cursor)
    let plain = digits.filter { $0 != "_" }
    let isWellFormed = !digits.hasSuffix("_") && !digits.contains("__") && !plain.isEmpty
    let leadsWithZero = radix == nil && plain.hasPrefix("0") && plain.contains { $0 != "0" }
    guard isWellFormed, !leadsWithZero, plain.allSatisfy(\.isHexDigit) else {
      throw failure(.invalidNumber(text(start..<cursor)), start..<cursor)
    }
    guard let value = Int(plain, radix: radix ?? 10) else {
      let isNumber = plain.allSatisfy { ($0.hexDigitValue ?? 99) < radix ?? 10 }
      throw failure(
        isNumber ? .integerOverflow : .invalidNumber(text(start..<cursor)), start..<cursor)
    }
    return TemplateToken(kind: .integer(value), range: start..<cursor)
  }

  private mutating func skipDigits() {
    while cursor < bytes.count, bytes[cursor].isASCIIDigit || bytes[cursor] == UInt8(ascii: "_") {
      cursor += 1
    }
  }

  /// Skips `.5`, `e10` or both; false if the number is an integer (`1.` and `1.upper` are no floats).
  private mutating func skipFraction() -> Bool {
    var isFloat = false
    if isDigit(at: cursor + 1), bytes[cursor] == UInt8(ascii: ".") {
      cursor += 1
      skipDigits()
      isFloat = true
    }
    guard cursor < bytes.count, bytes[cursor] | 0x20 == UInt8(ascii: "e") else { return isFloat }
    let isSigned =
      cursor + 1 < bytes.count
      && (bytes[cursor + 1] == UInt8(ascii: "+") || bytes[cursor + 1] == UInt8(ascii: "-"))
    let digits = cursor + (isSigned ? 2 : 1)
    guard isDigit(at: digits) else { return isFloat }
    cursor = digits
    skipDigits()
    return true
  }

  private func isDigit(at offset: Int) -> Bool {
    offset < bytes.count && bytes[offset].isASCIIDigit
  }

  /// Reads a string in either kind of quotation marks; it may go over several lines.
  mutating func string(quote: UInt8) throws(TemplateFailure) -> TemplateToken {
    let start = cursor
    var content: [UInt8] = []
    cursor += 1
    while cursor < bytes.count {
      let byte = bytes[cursor]
      cursor += 1
      if byte == quote {
        let value = String(decoding: content, as: UTF8.self)
        return TemplateToken(kind: .string(value), range: start..<cursor)
      }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &content)
      } else if byte == 0x0D {
        // Every line end of a template is a line feed, in its strings too.
        if cursor < bytes.count, bytes[cursor] == 0x0A { cursor += 1 }
        content.append(0x0A)
      } else {
        content.append(byte)
      }
    }
    throw failure(.unclosedString, start..<start + 1)
  }

  /// Python's escapes; one that Python does not know stays as it is, backslash included (`'\d+'`).
  private mutating func escape(into content: inout [UInt8]) throws(TemplateFailure) {
    guard cursor < bytes.count else { return }
    let start = cursor - 1
    let letter = bytes[cursor]
    cursor += 1
    switch letter {
    case UInt8(ascii: "\n"): break
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): content.append(letter)
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "x"): try codePoint(digits: 2, from: start, into: &content)
    case UInt8(ascii: "u"): try codePoint(digits: 4, from: start, into: &content)
    case UInt8(ascii: "U"): try codePoint(digits: 8, from: start, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): octal(first: letter, into: &content)
    default: content.append(contentsOf: [UInt8(ascii: "\\"), letter])
    }
  }

  private mutating func codePoint(
    digits: Int, from start: Int, into content: inout [UInt8]
  ) throws(TemplateFailure) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard cursor < bytes.count, let digit = HexDigits.value(of: bytes[cursor]) else {
        throw failure(.invalidEscape, start..<cursor)
      }
      value = value << 4 | UInt32(digit)
      cursor += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw failure(.invalidEscape, start..<cursor) }
    content.append(contentsOf: String(scalar).utf8)
  }

  private mutating func octal(first: UInt8, into content: inout [UInt8]) {
    var value = UInt32(first - 0x30)
    for _ in 0..<2 where cursor < bytes.count && (0x30...0x37).contains(bytes[cursor]) {
      value = value * 8 + UInt32(bytes[cursor] - 0x30)
      cursor += 1
    }
    // Three octal digits are at most U+01FF, always a scalar.
    if let scalar = Unicode.Scalar(value) { content.append(contentsOf: String(scalar).utf8) }
  }
}
