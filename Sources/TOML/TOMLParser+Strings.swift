internal import Text

/// The four kinds of strings (TOML 1.1, "String"). Text without escapes and line ends is referred to where it stands.
extension TOMLParser {
  /// Reads `"…"`.
  mutating func basicString() throws(TOMLFailure) -> TextReference {
    let start = cursor
    cursor += 1
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == ByteClass.quote {
        cursor += 1
        return TextReference(inSource: start + 1..<cursor - 1)
      }
      if byte == ByteClass.backslash { return try basicStringWithEscapes(from: start) }
      if ByteClass.isControl(byte) { throw inString(byte, openedAt: start, quote: ByteClass.quote) }
      cursor += 1
    }
    throw TOMLFailure(.unclosedString(ByteClass.quote), start..<cursor)
  }

  /// Goes on at the first escape of a string that began at `start`.
  private mutating func basicStringWithEscapes(from start: Int) throws(TOMLFailure) -> TextReference {
    let sideStart = side.count
    side.append(contentsOf: bytes[start + 1..<cursor])
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == ByteClass.quote {
        cursor += 1
        return TextReference(inSide: sideStart..<side.count)
      }
      if byte == ByteClass.backslash {
        try escape()
      } else if ByteClass.isControl(byte) {
        throw inString(byte, openedAt: start, quote: ByteClass.quote)
      } else {
        side.append(byte)
        cursor += 1
      }
    }
    throw TOMLFailure(.unclosedString(ByteClass.quote), start..<cursor)
  }

  /// Reads `'…'`.
  mutating func literalString() throws(TOMLFailure) -> TextReference {
    let start = cursor
    cursor += 1
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == ByteClass.apostrophe {
        cursor += 1
        return TextReference(inSource: start + 1..<cursor - 1)
      }
      if ByteClass.isControl(byte) {
        throw inString(byte, openedAt: start, quote: ByteClass.apostrophe)
      }
      cursor += 1
    }
    throw TOMLFailure(.unclosedString(ByteClass.apostrophe), start..<cursor)
  }

  /// Reads `"""…"""` or `'''…'''`; only the former has escapes.
  mutating func multilineString(_ quote: UInt8) throws(TOMLFailure) -> TextReference {
    let start = cursor
    let sideStart = side.count
    let content = try openMultiline()
    var isPlain = true
    while cursor < bytes.count {
      let byte = bytes[cursor]
      switch byte {
      case quote:
        let run = quoteRun(quote)
        if run >= 3 {
          return try closeMultiline(run, content: content, sideStart: sideStart, isPlain: isPlain)
        }
        take(run, isPlain: isPlain)
      case ByteClass.backslash where quote == ByteClass.quote:
        beginSide(content, &isPlain)
        if try !lineContinuation() { try escape() }
      case ByteClass.carriageReturn:
        beginSide(content, &isPlain)
        try lineEnd()
        side.append(ByteClass.newline)
      case ByteClass.newline: take(1, isPlain: isPlain)
      default:
        if ByteClass.isControl(byte) { throw control(byte) }
        take(1, isPlain: isPlain)
      }
    }
    throw TOMLFailure(.unclosedMultilineString(quote), start..<start + 3)
  }

  // MARK: - Parts of multi-line strings

  /// Skips the opening quotation marks and a line end right after them; returns where the text begins.
  private mutating func openMultiline() throws(TOMLFailure) -> Int {
    cursor += 3
    switch peek {
    case ByteClass.newline: cursor += 1
    case ByteClass.carriageReturn: try lineEnd()
    default: break
    }
    return cursor
  }

  /// The number of quotation marks in a row at the cursor.
  private func quoteRun(_ quote: UInt8) -> Int {
    var end = cursor
    while end < bytes.count, bytes[end] == quote { end += 1 }
    return end - cursor
  }

  /// Up to two quotation marks may stand right before the closing three.
  private mutating func closeMultiline(
    _ run: Int, content: Int, sideStart: Int, isPlain: Bool
  ) throws(TOMLFailure) -> TextReference {
    if run > 5 {
      throw TOMLFailure(.tooManyQuotes(bytes[cursor]), cursor + 5..<cursor + run)
    }
    take(run - 3, isPlain: isPlain)
    let end = cursor
    cursor += 3
    return isPlain
      ? TextReference(inSource: content..<end) : TextReference(inSide: sideStart..<side.count)
  }

  /// Passes over `count` bytes that stand for themselves.
  @inline(__always)
  private mutating func take(_ count: Int, isPlain: Bool) {
    if !isPlain { side.append(contentsOf: bytes[cursor..<cursor + count]) }
    cursor += count
  }

  /// Begins to collect the text in the side buffer, since from here it differs from the source.
  private mutating func beginSide(_ content: Int, _ isPlain: inout Bool) {
    guard isPlain else { return }
    isPlain = false
    side.append(contentsOf: bytes[content..<cursor])
  }

  /// Skips a backslash at the end of a line with all white space after it; false if it is another escape.
  private mutating func lineContinuation() throws(TOMLFailure) -> Bool {
    var end = cursor + 1
    while end < bytes.count, bytes[end] == ByteClass.space || bytes[end] == ByteClass.tab { end += 1 }
    guard end < bytes.count,
      bytes[end] == ByteClass.newline || bytes[end] == ByteClass.carriageReturn
    else { return false }
    cursor = end
    while cursor < bytes.count {
      switch bytes[cursor] {
      case ByteClass.space, ByteClass.tab, ByteClass.newline: cursor += 1
      case ByteClass.carriageReturn: try lineEnd()
      default: return true
      }
    }
    return true
  }

  // MARK: - Escapes

  /// Reads an escape and appends what it stands for to the side buffer.
  private mutating func escape() throws(TOMLFailure) {
    let start = cursor
    cursor += 1
    guard cursor < bytes.count else { return }  // The string turns out not to be closed.
    let letter = bytes[cursor]
    // The end of the line or another control is what is wrong then, not the escape.
    if ByteClass.isControl(letter) { return }
    cursor += 1
    switch letter {
    case ByteClass.quote, ByteClass.backslash: side.append(letter)
    case UInt8(ascii: "b"): side.append(0x08)
    case UInt8(ascii: "e"): side.append(0x1B)
    case UInt8(ascii: "f"): side.append(0x0C)
    case UInt8(ascii: "n"): side.append(ByteClass.newline)
    case UInt8(ascii: "r"): side.append(ByteClass.carriageReturn)
    case UInt8(ascii: "t"): side.append(ByteClass.tab)
    case UInt8(ascii: "x"): try codePoint(digits: 2, from: start)
    case UInt8(ascii: "u"): try codePoint(digits: 4, from: start)
    case UInt8(ascii: "U"): try codePoint(digits: 8, from: start)
    default:
      let end = scalarRange(at: start + 1).upperBound
      throw TOMLFailure(.invalidEscape(text(in: start + 1..<end)), start..<end)
    }
  }

  private mutating func codePoint(digits: Int, from start: Int) throws(TOMLFailure) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = HexDigits.value(of: peek) else {
        throw TOMLFailure(.invalidEscapeDigits(expected: digits), start..<cursor)
      }
      value = value << 4 | UInt32(digit)
      cursor += 1
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw TOMLFailure(.escapeIsNoScalar(value), start..<cursor)
    }
    side.append(contentsOf: String(scalar).utf8)
  }

  // MARK: - Failures

  /// A control character, or the line end before which a string should have been closed.
  private func inString(_ byte: UInt8, openedAt start: Int, quote: UInt8) -> TOMLFailure {
    let isLineEnd =
      byte == ByteClass.newline
      || (byte == ByteClass.carriageReturn && cursor + 1 < bytes.count
        && bytes[cursor + 1] == ByteClass.newline)
    return isLineEnd ? TOMLFailure(.unclosedString(quote), start..<cursor) : control(byte)
  }

  private func control(_ byte: UInt8) -> TOMLFailure {
    byte == ByteClass.carriageReturn
      ? TOMLFailure(.bareCarriageReturn, cursor..<cursor + 1)
      : TOMLFailure(.controlCharacter(byte, in: .string), cursor..<cursor + 1)
  }
}
