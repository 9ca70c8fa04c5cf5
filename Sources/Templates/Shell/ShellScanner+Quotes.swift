internal import Text

/// The states inside quotation marks and expansions.
extension ShellScanner {
  /// Handles a byte after a backslash or a `$` in `"…"` and in expansions; true if it is used up.
  private mutating func continuesExpansion(_ byte: UInt8, inDouble: Bool) -> Bool {
    if pending == .backslash {
      pending = .none
      return true
    }
    if consumeAfterDollar(byte, inDouble: inDouble) { return true }
    guard case .commands = frames[frames.count - 1] else { return false }
    consumeInCommands(byte)  // `$(` has begun with this byte.
    return true
  }

  mutating func consumeInDouble(_ byte: UInt8) {
    if continuesExpansion(byte, inDouble: true) { return }
    switch byte {
    case UInt8(ascii: "\\"): pending = .backslash
    case UInt8(ascii: "$"): pending = .dollar
    case UInt8(ascii: "`"): push(.backquote)
    case UInt8(ascii: "\""): pop()
    default: keepQuoted(byte)
    }
  }

  mutating func consumeInDollarSingle(_ byte: UInt8) {
    if pending == .backslash {
      pending = .none
    } else if byte == UInt8(ascii: "\\") {
      pending = .backslash
    } else if byte == UInt8(ascii: "'") {
      pop()
    }
  }

  /// The first backquote without a backslash ends it, whatever quotation marks are open inside.
  mutating func consumeInBackquote(_ byte: UInt8) {
    if pending == .backslash {
      pending = .none
    } else if byte == UInt8(ascii: "\\") {
      pending = .backslash
    } else if byte == UInt8(ascii: "`") {
      pop()
    }
  }

  mutating func consumeInParameter(_ byte: UInt8, inDouble: Bool, _ part: ParameterPart) {
    if continuesExpansion(byte, inDouble: inDouble) { return }
    follow(byte, inDouble: inDouble, part)
    switch byte {
    case UInt8(ascii: "\\"): pending = .backslash
    case UInt8(ascii: "$"): pending = .dollar
    case UInt8(ascii: "`"): push(.backquote)
    case UInt8(ascii: "}"): pop()
    // Shells disagree about quotation marks inside "${…}".
    case UInt8(ascii: "'") where inDouble: isLost = true
    case UInt8(ascii: "'"): push(.single)
    case UInt8(ascii: "\""):
      if inDouble { isLost = true }
      push(.double)
    default: break
    }
  }

  /// Which part of `${…}` comes after a byte.
  private mutating func follow(_ byte: UInt8, inDouble: Bool, _ part: ParameterPart) {
    var next = part
    switch (part, byte) {
    case (.name, UInt8(ascii: "!")): flow.evaluatesEverything = true  // `${!x}` is the variable that x names.
    case (.name, UInt8(ascii: "[")): next = .arithmetic
    case (.name, UInt8(ascii: ":")): next = .colon
    case (.name, _) where !byte.isASCIIWord && byte != UInt8(ascii: "#"): next = .word
    case (.colon, _): next = "-=?+".utf8.contains(byte) ? .word : .arithmetic
    case (.arithmetic, UInt8(ascii: "]")): next = .name
    default: break
    }
    if next != part { frames[frames.count - 1] = .parameter(inDouble: inDouble, part: next) }
  }

  /// The bytes that arithmetic is made of; with others, `((` may turn out to be two subshells.
  private static func isArithmetic(_ byte: UInt8) -> Bool {
    byte.isASCIIWord || " \t\n+-*/%()<>=!&|^~?:,$[]\\".utf8.contains(byte)
  }

  mutating func consumeInArithmetic(_ byte: UInt8, depth: Int) {
    if !Self.isArithmetic(byte) { isLost = true }
    if continuesExpansion(byte, inDouble: true) { return }
    switch byte {
    case UInt8(ascii: "\\"): pending = .backslash
    case UInt8(ascii: "$"): pending = .dollar
    case UInt8(ascii: "`"): push(.backquote)
    case UInt8(ascii: "("): frames[frames.count - 1] = .arithmetic(depth: depth + 1)
    case UInt8(ascii: ")"):
      if depth > 1 { frames[frames.count - 1] = .arithmetic(depth: depth - 1) } else { pop() }
    default: break
    }
  }

  /// The body of a here-document ends with a line that is the delimiter.
  mutating func consumeInHereDocument(_ byte: UInt8) {
    guard case .hereDocument(var document) = frames[frames.count - 1] else { return }
    frames[frames.count - 1] = .comment  // So that its line grows in place.
    if document.consume(byte) {
      pop()
      beginNextHereDocument()
    } else {
      frames[frames.count - 1] = .hereDocument(document)
    }
  }

  /// Starts the body of the next here-document that was announced on the line just ended.
  mutating func beginNextHereDocument() {
    guard case .commands(var commands) = frames[frames.count - 1],
      !commands.hereDocuments.isEmpty
    else { return }
    let next = commands.hereDocuments.removeFirst()
    frames[frames.count - 1] = .commands(commands)
    push(.hereDocument(next))
  }
}
