internal import Text

/// Values, with arrays and inline tables nested on the stack `open` instead of by recursion.
extension TOMLParser {
  /// Reads the value of `key` and everything inside it.
  mutating func value(for key: TOMLKeyTarget) throws(TOMLFailure) {
    open.removeAll(keepingCapacity: true)
    try openOrScalar(.key(key))
    while let container = open.last?.node {
      if try closesOrSeparates(container) { continue }
      if nodes[Int(container)].kind == .array {
        try openOrScalar(.item(of: container))
      } else {
        try openOrScalar(.key(try keyAndEquals(in: container)))
      }
    }
  }

  /// Reads what stands before the next item: the closing bracket (then true), or a comma unless it is the first item.
  private mutating func closesOrSeparates(_ container: Int32) throws(TOMLFailure) -> Bool {
    let isArray = nodes[Int(container)].kind == .array
    let closing = isArray ? ByteClass.closeBracket : ByteClass.closeBrace
    let isFirst = nodes[Int(container)].firstChild == TOMLNode.none
    var end = cursor
    try skipSpacesAndLines()
    if peek == closing { return close(container) }
    if isFirst {
      if peek == ByteClass.comma { throw TOMLFailure(.extraComma, cursor..<cursor + 1) }
    } else {
      guard peek == ByteClass.comma else { throw missingComma(in: container, after: end) }
      cursor += 1
      end = cursor
      try skipSpacesAndLines()
      if peek == closing { return close(container) }
      if peek == ByteClass.comma { throw TOMLFailure(.extraComma, cursor..<cursor + 1) }
    }
    if cursor >= bytes.count || nextStatementFollows(end, isArray: isArray) { throw unclosed(container) }
    return false
  }

  /// Whether the line at the cursor can only be a new statement, so that a closing bracket is missing before it.
  ///
  /// `end` is where the part before it ended. In an inline table `key =` is what belongs there.
  private func nextStatementFollows(_ end: Int, isArray: Bool) -> Bool {
    guard bytes[end..<cursor].contains(ByteClass.newline) else { return false }
    return isArray ? looksLikeStatement(at: cursor) : looksLikeHeader(at: cursor)
  }

  private mutating func close(_ container: Int32) -> Bool {
    cursor += 1
    let start = nodes[Int(container)].valueSpan.start
    nodes[Int(container)].valueSpan = ByteSpan(start..<cursor)
    open.removeLast()
    return true
  }

  /// An array or inline table whose end is missing is shown at its opening bracket, where the mistake was made.
  private func unclosed(_ container: Int32) -> TOMLFailure {
    let start = nodes[Int(container)].valueSpan.start
    let isArray = nodes[Int(container)].kind == .array
    return TOMLFailure(isArray ? .unclosedArray : .unclosedInlineTable, start..<start + 1)
  }

  private func missingComma(in container: Int32, after end: Int) -> TOMLFailure {
    let isArray = nodes[Int(container)].kind == .array
    let wrongClosing = isArray ? ByteClass.closeBrace : ByteClass.closeBracket
    if cursor >= bytes.count || peek == wrongClosing { return unclosed(container) }
    if nextStatementFollows(end, isArray: isArray) { return unclosed(container) }
    return TOMLFailure(.missingComma(isArray: isArray), tokenRange(at: cursor))
  }

  /// Reads a scalar, or the opening bracket of an array or inline table, which goes on the stack.
  private mutating func openOrScalar(_ slot: Slot) throws(TOMLFailure) {
    switch peek {
    case ByteClass.openBracket: try open(TOMLNode(.array), in: slot)
    case ByteClass.openBrace: try open(TOMLNode(.table, origin: .inline), in: slot)
    default: _ = add(try scalar(), in: slot)
    }
  }

  private mutating func open(_ node: TOMLNode, in slot: Slot) throws(TOMLFailure) {
    let depth = depth(of: slot)
    if depth > Self.maximumDepth {
      throw TOMLFailure(.tooDeep(limit: Self.maximumDepth), cursor..<cursor + 1)
    }
    var node = node
    node.valueSpan = ByteSpan(cursor..<cursor + 1)
    cursor += 1
    open.append(OpenContainer(node: add(node, in: slot), depth: depth))
  }

  /// How deep a container in `slot` is nested in its statement's value.
  ///
  /// In an inline table each part of a dotted key is a level, or else 128 tables of 128 parts would make a tree too deep to walk.
  private func depth(of slot: Slot) -> Int {
    guard let container = open.last else { return 1 }
    if case .key = slot { return container.depth + keyParts.count }
    return container.depth + 1
  }

  /// Where a value goes.
  private enum Slot {
    case key(TOMLKeyTarget)
    case item(of: Int32)
  }

  private mutating func add(_ node: TOMLNode, in slot: Slot) -> Int32 {
    switch slot {
    case .key(let target): append(node, at: target)
    case .item(let array): append(node, to: array)
    }
  }

  /// Reads a string, number, boolean, date or time.
  private mutating func scalar() throws(TOMLFailure) -> TOMLNode {
    let start = cursor
    var node: TOMLNode
    switch peek {
    case ByteClass.quote:
      node = TOMLNode(.string)
      node.payload = try (startsMultiline(ByteClass.quote) ? multilineString(ByteClass.quote) : basicString()).payload
    case ByteClass.apostrophe:
      node = TOMLNode(.string)
      node.payload =
        try (startsMultiline(ByteClass.apostrophe) ? multilineString(ByteClass.apostrophe) : literalString()).payload
    default:
      node = try unquotedScalar()
    }
    node.valueSpan = ByteSpan(start..<cursor)
    return node
  }

  private func startsMultiline(_ quote: UInt8) -> Bool {
    cursor + 2 < bytes.count && bytes[cursor + 1] == quote && bytes[cursor + 2] == quote
  }

  /// Reads a boolean, number, date or time: everything that is a run of unquoted characters.
  private mutating func unquotedScalar() throws(TOMLFailure) -> TOMLNode {
    let range = tokenRange(at: cursor)
    guard let first = bytes[range].first else {
      throw TOMLFailure(.missingValue, cursor..<cursor)
    }
    if let word = keyword(in: range) {
      cursor = range.upperBound
      return word
    }
    let startsNumber = first.isASCIIDigit || first == ByteClass.plus || first == ByteClass.minus
    guard startsNumber || first == ByteClass.dot else { throw notAValue(range) }
    return looksLikeDate(range) ? try dateTime(range) : try number(range)
  }

  private func keyword(in range: Range<Int>) -> TOMLNode? {
    let text = bytes[range]
    var node: TOMLNode
    if text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) {
      node = TOMLNode(.boolean)
      node.payload = text.count == 4 ? 1 : 0
      return node
    }
    let isSigned = text.first == ByteClass.plus || text.first == ByteClass.minus
    let unsigned = isSigned ? text.dropFirst() : text
    let isInfinite = unsigned.elementsEqual("inf".utf8)
    guard isInfinite || unsigned.elementsEqual("nan".utf8) else { return nil }
    node = TOMLNode(.float)
    let value: Double = isInfinite ? .infinity : .nan
    node.payload = (text.first == ByteClass.minus ? -value : value).bitPattern
    return node
  }

  /// What is wrong with something unquoted that is neither number nor boolean.
  private func notAValue(_ range: Range<Int>) -> TOMLFailure {
    let line = unquotedText(from: range.lowerBound)
    if bytes[range.lowerBound] == ByteClass.equals { return TOMLFailure(.missingValue, range) }
    let first = bytes[range.lowerBound]
    if ByteClass.isControl(first) {
      return TOMLFailure(.controlCharacter(first, in: .value), range.lowerBound..<range.lowerBound + 1)
    }
    return TOMLFailure(.invalidValue(text(in: line)), line)
  }
}
