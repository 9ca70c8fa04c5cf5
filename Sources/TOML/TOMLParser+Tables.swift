internal import Text

/// Headers, and the rules about which tables may be opened or extended again (TOML 1.1, "Table" and "Array of Tables").
extension TOMLParser {
  /// Reads `[a.b]` or `[[a.b]]` and makes it the current section.
  mutating func header() throws(TOMLFailure) {
    let start = cursor
    cursor += 1
    let isArray = peek == ByteClass.openBracket
    if isArray { cursor += 1 }
    // Whatever is wrong with the header, what follows does not belong to the section before it.
    section = detachedTable()
    skipSpaces()
    if peek == ByteClass.closeBracket { throw TOMLFailure(.emptyHeader, start..<cursor + 1) }
    try dottedKey()
    skipSpaces()
    try closeHeader(from: start, isArray: isArray)
    let span = ByteSpan(start..<cursor)
    var parent: Int32 = 0
    for part in keyParts.dropLast() { parent = try walk(part, from: parent) }
    let last = keyParts[keyParts.count - 1]
    section =
      isArray
      ? try arrayElement(last, in: parent, span: span)
      : try headerTable(last, in: parent, span: span)
  }

  private mutating func closeHeader(from start: Int, isArray: Bool) throws(TOMLFailure) {
    guard peek == ByteClass.closeBracket else {
      throw TOMLFailure(.unclosedHeader(isArray: isArray), start..<max(cursor, start + 1))
    }
    cursor += 1
    guard isArray else { return }
    guard peek == ByteClass.closeBracket else {
      throw TOMLFailure(.unclosedHeader(isArray: true), start..<cursor)
    }
    cursor += 1
  }

  /// A table that belongs to no document: it takes the keys that follow a wrong header.
  private mutating func detachedTable() -> Int32 {
    nodes.append(TOMLNode(.table, origin: .header))
    return Int32(nodes.count - 1)
  }

  /// Follows one of the leading parts of a header, making an implied table where there is nothing yet.
  private mutating func walk(_ part: TOMLKeyPart, from parent: Int32) throws(TOMLFailure) -> Int32 {
    let target = TOMLKeyTarget(part: part, parent: parent)
    guard let existing = child(target) else {
      var node = TOMLNode(.table, origin: .implied)
      node.valueSpan = part.span
      return append(node, at: target)
    }
    let node = nodes[Int(existing)]
    switch node.origin {
    case .headerArray: return node.lastChild
    case .implied, .header, .dottedKey, .root: return existing
    case .inline: throw failure({ .extendsInlineTable($0) }, part, first: existing)
    case .none: throw failure({ .notATable($0, kind: node.kind) }, part, first: existing)
    }
  }

  /// The table that a `[header]` opens.
  private mutating func headerTable(
    _ part: TOMLKeyPart, in parent: Int32, span: ByteSpan
  ) throws(TOMLFailure) -> Int32 {
    let target = TOMLKeyTarget(part: part, parent: parent)
    guard let existing = child(target) else {
      var node = TOMLNode(.table, origin: .header)
      node.valueSpan = span
      return append(node, at: target)
    }
    let node = nodes[Int(existing)]
    switch node.origin {
    case .implied:
      nodes[Int(existing)].origin = .header
      nodes[Int(existing)].keySpan = part.span
      nodes[Int(existing)].valueSpan = span
      return existing
    case .inline: throw failure({ .extendsInlineTable($0) }, part, first: existing)
    case .none: throw failure({ .notATable($0, kind: node.kind) }, part, first: existing)
    case .headerArray: throw failure({ .arrayNotTable($0) }, part, first: existing)
    case .header, .dottedKey, .root:
      throw failure({ .duplicateTable($0) }, part, first: existing)
    }
  }

  /// The new element that a `[[header]]` opens.
  private mutating func arrayElement(
    _ part: TOMLKeyPart, in parent: Int32, span: ByteSpan
  ) throws(TOMLFailure) -> Int32 {
    var element = TOMLNode(.table, origin: .header)
    element.keySpan = part.span
    element.valueSpan = span
    let target = TOMLKeyTarget(part: part, parent: parent)
    guard let existing = child(target) else {
      var array = TOMLNode(.array, origin: .headerArray)
      array.valueSpan = span
      return append(element, to: append(array, at: target))
    }
    let node = nodes[Int(existing)]
    switch (node.origin, node.kind) {
    case (.headerArray, _): return append(element, to: existing)
    case (.none, .array): throw failure({ .extendsStaticArray($0) }, part, first: existing)
    case (.inline, _): throw failure({ .extendsInlineTable($0) }, part, first: existing)
    case (.none, _): throw failure({ .notATable($0, kind: node.kind) }, part, first: existing)
    default: throw failure({ .tableNotArray($0) }, part, first: existing)
    }
  }

  /// Follows one of the leading parts of a dotted key, making its table where there is nothing yet.
  ///
  /// A dotted key may add only to tables that dotted keys of the same section made.
  mutating func dottedTable(
    _ part: TOMLKeyPart, in parent: Int32, section: Int32
  ) throws(TOMLFailure) -> Int32 {
    let target = TOMLKeyTarget(part: part, parent: parent)
    guard let existing = child(target) else {
      var node = TOMLNode(.table, origin: .dottedKey)
      node.section = section
      node.valueSpan = part.span
      return append(node, at: target)
    }
    let node = nodes[Int(existing)]
    switch node.origin {
    case .dottedKey where node.section == section: return existing
    case .inline: throw failure({ .extendsInlineTable($0) }, part, first: existing)
    case .none: throw failure({ .notATable($0, kind: node.kind) }, part, first: existing)
    default: throw failure({ .extendsTableByDottedKey($0) }, part, first: existing)
    }
  }

  private func failure(
    _ problem: (String) -> TOMLProblem, _ part: TOMLKeyPart, first: Int32
  ) -> TOMLFailure {
    TOMLFailure(problem(text(of: part.name)), part.span.range, notes: [firstPlace(of: first)])
  }
}
