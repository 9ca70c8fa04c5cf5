internal import Text

/// A here-document whose body is being read, or still to come (POSIX.1-2017, XCU 2.7.4).
struct HereDocument: Equatable {
  /// What of an expansion the text before the next byte may be.
  enum Expansion: Equatable {
    case none, backslash, dollar
    /// In `${NAME`.
    case name
    /// In, or after, something that only a shell could follow: `$(…)`, a backquote, `${x:-…}`.
    case intricate
  }

  let delimiter: [UInt8]
  /// Whether the delimiter is in quotation marks, so that the shell leaves the body as it is.
  let isQuoted: Bool
  let stripsTabs: Bool
  /// Whether a shell reads it as its program.
  var isRead: Bool
  /// The current line of the body.
  private var line: [UInt8] = []
  private var lineHasValue = false
  private var expansion = Expansion.none

  init(delimiter: [UInt8], isQuoted: Bool, stripsTabs: Bool, isRead: Bool = false) {
    self.isRead = isRead
    self.delimiter = delimiter
    self.isQuoted = isQuoted
    self.stripsTabs = stripsTabs
  }

  /// Reads a byte of the body; true if it has ended the document.
  mutating func consume(_ byte: UInt8) -> Bool {
    // A line that ends in a backslash goes on, so it is not the delimiter.
    let isContinued = !isQuoted && expansion == .backslash && byte == UInt8(ascii: "\n")
    if !isQuoted { follow(byte) }
    if isContinued { lineHasValue = true }
    guard byte == UInt8(ascii: "\n"), !isContinued else {
      if stripsTabs, line.isEmpty, !lineHasValue, byte == UInt8(ascii: "\t") { return false }
      line.append(byte)
      return false
    }
    let isEnd = line == delimiter && !lineHasValue
    line = []
    lineHasValue = false
    return isEnd
  }

  /// A value stands here.
  ///
  /// Its encoding keeps its lines from being the delimiter.
  mutating func insertion() {
    lineHasValue = true
    expansion = expansion == .intricate ? .intricate : .none
  }

  private mutating func follow(_ byte: UInt8) {
    switch expansion {
    case .intricate: break
    case .none: expansion = Self.beginning(byte)
    case .backslash: expansion = .none
    case .dollar:
      switch byte {
      case UInt8(ascii: "{"): expansion = .name
      case UInt8(ascii: "("), UInt8(ascii: "["): expansion = .intricate
      case UInt8(ascii: "$"): expansion = .none  // `$$` is a process's number.
      default: expansion = Self.beginning(byte)
      }
    case .name:
      if byte == UInt8(ascii: "}") {
        expansion = .none
      } else if !byte.isASCIIWord {
        expansion = .intricate
      }
    }
  }

  private static func beginning(_ byte: UInt8) -> Expansion {
    switch byte {
    case UInt8(ascii: "\\"): .backslash
    case UInt8(ascii: "$"): .dollar
    case UInt8(ascii: "`"): .intricate
    default: .none
    }
  }

  /// Where a value would land now.
  var position: ShellPosition {
    if isQuoted { return .literalHereDocument(delimiter: delimiter, stripsTabs: stripsTabs) }
    return switch expansion {
    case .none: .hereDocument
    case .backslash: .unsafe(.afterBackslash)
    case .dollar: .unsafe(.afterDollar)
    case .name: .unsafe(.parameterExpansion)
    case .intricate: .unsafe(.expansionInHereDocument)
    }
  }
}
