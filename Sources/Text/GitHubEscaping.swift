/// The escapes of GitHub's workflow commands, as its runner undoes them, and what keeps other text from being one.
public enum GitHubEscaping {
  /// The message of a command.
  public static func message(_ text: String) -> String {
    escape(text, alsoProperty: false)
  }

  /// The value of a property, in which colons and commas have a meaning too.
  public static func property(_ text: String) -> String {
    escape(text, alsoProperty: true)
  }

  /// Text of which the runner must take no line for a command: `::` at the start of one and `##[` anywhere are broken up.
  ///
  /// Indenting would not help, because the runner trims lines on the left. It ends lines at CR too. O(n).
  public static func harmless(_ text: String) -> String {
    if !mayHoldCommand(text) { return text }
    var guarded = GuardedText()
    for scalar in text.unicodeScalars { guarded.append(scalar) }
    return String(guarded.scalars)
  }

  /// A text that is probably JSON, and then holds the same values: `##[` stands in strings alone, and no line begins with `::`.
  public static func harmless(json: String) -> String {
    if !mayHoldCommand(json) { return json }
    var bytes: [UInt8] = []
    for byte in json.utf8 {
      if byte == UInt8(ascii: "["), bytes.suffix(2).elementsEqual("##".utf8) {
        bytes.removeLast()
        bytes += Array("\\u0023".utf8)
      }
      bytes.append(byte)
    }
    return harmless(String(decoding: bytes, as: UTF8.self))
  }

  /// Whether two colons, or two hashes, stand together; most texts are done with here.
  private static func mayHoldCommand(_ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == last, byte == UInt8(ascii: ":") || byte == UInt8(ascii: "#") { return true }
      last = byte
    }
    return false
  }

  private static func escape(_ text: String, alsoProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where alsoProperty: result += "%3A"
      case "," where alsoProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Text in which commands were broken up by a character without width.
///
/// Scalar by scalar: a combining mark makes another character of what is a colon to the runner.
private struct GuardedText {
  private static let breaker: Unicode.Scalar = "\u{200B}"

  private(set) var scalars: [Unicode.Scalar] = []
  private var lineStart = 0
  /// What the line has had: nothing but white space, then one colon, or anything else.
  private var colons: Int? = 0

  mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n", "\r":
      lineStart = scalars.count + 1
      colons = 0
    case ":":
      if colons == 1 { scalars.insert(Self.breaker, at: lineStart) }
      colons = colons == 0 ? 1 : nil
    case "[" where scalars.suffix(2).elementsEqual(["#", "#"]):
      scalars.insert(Self.breaker, at: scalars.count - 1)
      colons = nil
    default:
      if colons != 0 || !scalar.properties.isWhitespace { colons = nil }
    }
    scalars.append(scalar)
  }
}

extension String {
  fileprivate init(_ scalars: [Unicode.Scalar]) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
