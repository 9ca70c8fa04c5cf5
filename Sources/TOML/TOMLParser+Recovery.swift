internal import Text

/// Finding the next statement after a mistake, and the stretches of text that messages show.
///
/// A mistake costs its own statement and no other: the parser skips to the next line, and if brackets are open, on to where they
/// close, or to a line that can only be a new statement, whichever comes first.
extension TOMLParser {
  /// Skips the rest of the statement in which a mistake was found.
  ///
  /// The lines after a string that was not closed are probably part of it, unless they look like statements.
  mutating func recover(from problem: TOMLProblem) {
    var depth = open.count
    open.removeAll(keepingCapacity: true)
    if isAtStatement(after: problem) { return }
    skipRestOfLine(&depth)
    if case .unclosedString = problem { depth = max(depth, 1) }
    while depth > 0, cursor < bytes.count, !looksLikeStatement(at: cursor) {
      if depth == 1, case .unclosedString = problem, bytes[cursor] == ByteClass.newline { return }
      skipRestOfLine(&depth)
    }
  }

  /// Whether the mistake is a missing bracket that showed at the next statement, which must not be lost.
  private func isAtStatement(after problem: TOMLProblem) -> Bool {
    guard problem == .unclosedArray || problem == .unclosedInlineTable else { return false }
    var lineStart = cursor
    while lineStart > 0, bytes[lineStart - 1] == ByteClass.space || bytes[lineStart - 1] == ByteClass.tab {
      lineStart -= 1
    }
    let startsLine = lineStart == 0 || bytes[lineStart - 1] == ByteClass.newline
    return startsLine && looksLikeStatement(at: cursor)
  }

  /// Skips to the next line, counting brackets outside strings and comments.
  private mutating func skipRestOfLine(_ depth: inout Int) {
    while cursor < bytes.count {
      let byte = bytes[cursor]
      cursor += 1
      switch byte {
      case ByteClass.newline: return
      case ByteClass.hash: skipToLineEnd()
      case ByteClass.quote, ByteClass.apostrophe: skipString(byte)
      case ByteClass.openBracket, ByteClass.openBrace: if depth > 0 { depth += 1 }
      case ByteClass.closeBracket, ByteClass.closeBrace: depth = max(0, depth - 1)
      default: break
      }
    }
  }

  private mutating func skipToLineEnd() {
    while cursor < bytes.count, bytes[cursor] != ByteClass.newline { cursor += 1 }
  }

  /// Skips a string whose opening quotation mark was passed, at most to the end of the line; a multi-line one to its end if it has one.
  private mutating func skipString(_ quote: UInt8) {
    if bytes[cursor...].starts(with: [quote, quote]), let end = endOfMultiline(quote) {
      cursor = end
      return
    }
    while cursor < bytes.count, bytes[cursor] != ByteClass.newline {
      let byte = bytes[cursor]
      cursor += byte == ByteClass.backslash && quote == ByteClass.quote ? 2 : 1
      if byte == quote { return }
    }
    cursor = min(cursor, bytes.count)
  }

  /// The end of the multi-line string whose first quotation mark was passed.
  ///
  /// A search that failed is not repeated further on: each would read the rest of the text.
  private mutating func endOfMultiline(_ quote: UInt8) -> Int? {
    if quotesWithoutEnd.contains(quote) { return nil }
    var index = cursor + 2
    while index + 2 < bytes.count {
      if bytes[index] == ByteClass.backslash, quote == ByteClass.quote {
        index += 2
        continue
      }
      if bytes[index] == quote, bytes[index + 1] == quote, bytes[index + 2] == quote {
        return index + 3
      }
      index += 1
    }
    quotesWithoutEnd.insert(quote)
    return nil
  }

  /// Whether what stands at `offset` reads like a header on a line of its own, or like `key =`.
  func looksLikeStatement(at offset: Int) -> Bool {
    looksLikeHeader(at: offset) || looksLikeKey(at: offset)
  }

  /// `[name]` or `[[name]]` alone on its line, its parts bare.
  func looksLikeHeader(at offset: Int) -> Bool {
    var index = offset
    var brackets = 0
    while index < bytes.count, bytes[index] == ByteClass.openBracket, brackets < 2 {
      index += 1
      brackets += 1
    }
    let nameStart = index
    while index < bytes.count, ByteClass.isBareKey(bytes[index]) || bytes[index] == ByteClass.dot {
      index += 1
    }
    guard brackets > 0, index > nameStart, !looksLikeScalar(nameStart..<index) else { return false }
    for _ in 0..<brackets {
      guard index < bytes.count, bytes[index] == ByteClass.closeBracket else { return false }
      index += 1
    }
    while index < bytes.count, bytes[index] == ByteClass.space || bytes[index] == ByteClass.tab {
      index += 1
    }
    let end = index < bytes.count ? bytes[index] : ByteClass.newline
    return end == ByteClass.newline || end == ByteClass.carriageReturn || end == ByteClass.hash
  }

  /// Whether a name is a scalar too: `[1]` and `[true]` are items of an array as likely as headers.
  private func looksLikeScalar(_ name: Range<Int>) -> Bool {
    let first = bytes[name.lowerBound]
    if first.isASCIIDigit || first == ByteClass.minus { return true }
    return ["true", "false", "inf", "nan"].contains { bytes[name].elementsEqual($0.utf8) }
  }

  /// A bare, possibly dotted key and `=`.
  private func looksLikeKey(at offset: Int) -> Bool {
    var index = offset
    while index < bytes.count, ByteClass.isBareKey(bytes[index]) || bytes[index] == ByteClass.dot {
      index += 1
    }
    guard index > offset else { return false }
    while index < bytes.count, bytes[index] == ByteClass.space || bytes[index] == ByteClass.tab {
      index += 1
    }
    return index < bytes.count && bytes[index] == ByteClass.equals
  }

  // MARK: - Stretches of text for messages

  /// The unquoted run at `offset`: up to white space or a character that ends a value.
  func tokenRange(at offset: Int) -> Range<Int> {
    var end = offset
    while end < bytes.count {
      switch bytes[end] {
      case ByteClass.space, ByteClass.tab, ByteClass.newline, ByteClass.carriageReturn,
        ByteClass.comma, ByteClass.closeBracket, ByteClass.closeBrace, ByteClass.hash:
        return offset..<end
      default: end += 1
      }
    }
    return offset..<end
  }

  /// The unquoted text from `offset` to the end of the line, or to a comma, closing bracket or comment.
  func unquotedText(from offset: Int) -> Range<Int> {
    var end = offset
    scan: while end < bytes.count {
      switch bytes[end] {
      case ByteClass.newline, ByteClass.carriageReturn, ByteClass.comma, ByteClass.closeBracket,
        ByteClass.closeBrace, ByteClass.hash:
        break scan
      default: end += 1
      }
    }
    while end > offset + 1, bytes[end - 1] == ByteClass.space || bytes[end - 1] == ByteClass.tab {
      end -= 1
    }
    return offset..<end
  }

  /// What is left of the line, without white space at its end.
  func restOfLine() -> Range<Int> {
    var end = cursor
    while end < bytes.count, bytes[end] != ByteClass.newline { end += 1 }
    while end > cursor + 1, bytes[end - 1] <= ByteClass.space { end -= 1 }
    return cursor..<max(end, cursor + 1)
  }

  /// Whether the rest of the line, from the end of a value, reads like more of a string with a quotation mark in it: `'it's'`.
  func looksQuoted(from end: Int) -> Bool {
    let rest = restOfLine()
    let quote = bytes[end - 1]
    guard end == rest.lowerBound, quote == ByteClass.quote || quote == ByteClass.apostrophe else { return false }
    return bytes[rest].last == quote
  }

  /// The whole character at `offset`.
  func scalarRange(at offset: Int) -> Range<Int> {
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return offset..<min(end, bytes.count)
  }
}
