internal import Text

extension TOMLParser {
  /// Reads `key = value`, and adds it to the table `table`.
  mutating func keyValue(in table: Int32) throws(TOMLFailure) {
    try value(for: try keyAndEquals(in: table))
  }

  /// Reads a key up to and including its `=`; makes the tables that a dotted key names.
  ///
  /// Returns the last part with the table that it belongs to, where no such key stands yet.
  mutating func keyAndEquals(in table: Int32) throws(TOMLFailure) -> TOMLKeyTarget {
    try dottedKey()
    skipSpaces()
    guard peek == ByteClass.equals else { throw missingEquals() }
    cursor += 1
    skipSpaces()
    var parent = table
    if keyParts.count > 1 {
      for part in keyParts.dropLast() { parent = try dottedTable(part, in: parent, section: table) }
    }
    // `dottedKey` never leaves the list empty.
    let target = TOMLKeyTarget(part: keyParts[keyParts.count - 1], parent: parent)
    if let existing = child(target) {
      throw TOMLFailure(
        .duplicateKey(text(of: target.part.name)), target.part.span.range,
        notes: [firstPlace(of: existing)])
    }
    return target
  }

  /// Reads the parts of a key into `keyParts`.
  mutating func dottedKey() throws(TOMLFailure) {
    keyParts.removeAll(keepingCapacity: true)
    while true {
      keyParts.append(try simpleKey())
      if keyParts.count > Self.maximumKeyParts {
        let whole = keyParts[0].span.start..<cursor
        throw TOMLFailure(.tooManyKeyParts(limit: Self.maximumKeyParts), whole)
      }
      let afterPart = cursor
      skipSpaces()
      guard peek == ByteClass.dot else {
        cursor = afterPart
        return
      }
      cursor += 1
      skipSpaces()
    }
  }

  /// Reads a bare or quoted part.
  private mutating func simpleKey() throws(TOMLFailure) -> TOMLKeyPart {
    let start = cursor
    while cursor < bytes.count, ByteClass.isBareKey(bytes[cursor]) { cursor += 1 }
    if cursor > start {
      return TOMLKeyPart(name: TextReference(inSource: start..<cursor), span: ByteSpan(start..<cursor))
    }
    switch peek {
    case ByteClass.quote, ByteClass.apostrophe:
      if bytes[cursor...].starts(with: [peek, peek, peek]) {
        throw TOMLFailure(.multilineKey, cursor..<cursor + 3)
      }
      let name = peek == ByteClass.quote ? try basicString() : try literalString()
      return TOMLKeyPart(name: name, span: ByteSpan(start..<cursor))
    default: throw missingKey()
    }
  }

  private func missingKey() -> TOMLFailure {
    guard cursor < bytes.count, peek != ByteClass.newline, peek != ByteClass.carriageReturn else {
      return TOMLFailure(.missingKey, cursor..<cursor)
    }
    let scalar = scalarRange(at: cursor)
    if ByteClass.isControl(peek) { return TOMLFailure(.controlCharacter(peek, in: .key), scalar) }
    switch peek {
    case ByteClass.equals, ByteClass.dot: return TOMLFailure(.missingKey, scalar)
    case ByteClass.closeBracket, ByteClass.closeBrace:
      // After a dot the bracket closes what it should, and only the next part is missing.
      return TOMLFailure(keyParts.isEmpty ? .unexpectedClosing(peek) : .missingKey, scalar)
    default: return TOMLFailure(.invalidKeyCharacter(text(in: scalar)), scalar)
    }
  }

  private func missingEquals() -> TOMLFailure {
    let key = keyParts[0].span.start..<(keyParts.last?.span.end ?? cursor)
    guard cursor < bytes.count, peek != ByteClass.newline, peek != ByteClass.carriageReturn,
      peek != ByteClass.hash
    else { return TOMLFailure(.missingValueForKey(text(in: key)), key) }
    if peek == ByteClass.colon { return TOMLFailure(.colonForEquals, cursor..<cursor + 1) }
    let isKeyPart = peek != ByteClass.comma && peek != ByteClass.closeBrace
    if cursor == key.upperBound && isKeyPart {
      let scalar = scalarRange(at: cursor)
      return TOMLFailure(.invalidKeyCharacter(text(in: scalar)), scalar)
    }
    return TOMLFailure(.missingEquals, scalarRange(at: cursor))
  }

  // MARK: - Looking keys up

  /// The item that stands under a key already.
  ///
  /// Small tables are searched item by item, because their items lie close together in memory; large ones by hash.
  func child(_ target: TOMLKeyTarget) -> Int32? {
    let name = target.part.name
    guard nodes[Int(target.parent)].payload <= Self.searchedItems else {
      return keyIndex.find(hash(of: name, parent: target.parent)) {
        nodes[Int($0)].parent == target.parent && isSameName(nodes[Int($0)].key, name)
      }
    }
    var index = nodes[Int(target.parent)].firstChild
    while index != TOMLNode.none {
      if isSameName(nodes[Int(index)].key, name) { return index }
      index = nodes[Int(index)].nextSibling
    }
    return nil
  }

  /// Appends a node under a key, and makes it findable.
  mutating func append(_ node: TOMLNode, at target: TOMLKeyTarget) -> Int32 {
    var node = node
    node.key = target.part.name
    node.keySpan = target.part.span
    let index = append(node, to: target.parent)
    let count = nodes[Int(target.parent)].payload + 1
    nodes[Int(target.parent)].payload = count
    if count == Self.searchedItems + 1 {
      indexChildren(of: target.parent)
    } else if count > Self.searchedItems {
      keyIndex.insert(index, hash: hash(of: node.key, parent: target.parent))
    }
    return index
  }

  /// A table with more items than this is in the index.
  private static let searchedItems: UInt64 = 8

  private mutating func indexChildren(of parent: Int32) {
    var index = nodes[Int(parent)].firstChild
    while index != TOMLNode.none {
      keyIndex.insert(index, hash: hash(of: nodes[Int(index)].key, parent: parent))
      index = nodes[Int(index)].nextSibling
    }
  }

  private func hash(of name: TextReference, parent: Int32) -> UInt32 {
    name.isInSide
      ? TOMLKeyIndex.hash(side, name.range, parent: parent)
      : TOMLKeyIndex.hash(bytes, name.range, parent: parent)
  }

  private func isSameName(_ left: TextReference, _ right: TextReference) -> Bool {
    left.length == right.length && slice(left).elementsEqual(slice(right))
  }

  private func slice(_ reference: TextReference) -> ArraySlice<UInt8> {
    reference.isInSide ? side[reference.range] : bytes[reference.range]
  }

  // MARK: - Texts for messages

  /// The longest text that a message repeats, in characters.
  private static let shownCharacters = 60

  func text(of reference: TextReference) -> String { Self.shown(slice(reference)) }

  func text(in range: Range<Int>) -> String { Self.shown(bytes[range]) }

  private static func shown(_ text: ArraySlice<UInt8>) -> String {
    // Four bytes make the longest scalar, so no more of a long line is decoded than can be shown.
    let scalars = String(decoding: text.prefix(shownCharacters * 4 + 4), as: UTF8.self).unicodeScalars
    return scalars.count > shownCharacters ? String(scalars.prefix(shownCharacters)) + "…" : String(scalars)
  }

  /// A note that shows where a key was written first.
  func firstPlace(of node: Int32) -> TOMLFailure.Note {
    TOMLFailure.Note(message: "first written here", span: nodes[Int(node)].keySpan)
  }
}
