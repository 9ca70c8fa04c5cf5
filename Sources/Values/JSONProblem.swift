/// Why a text is no JSON (RFC 8259), and where.
public struct JSONProblem: Error, Sendable, Equatable {
  /// The kinds of mistakes.
  public enum Kind: Sendable, Equatable {
    case unexpectedEnd
    case unexpected(UInt8)
    case trailingData
    case invalidNumber
    case numberOutOfRange
    case invalidEscape
    case loneSurrogate
    case controlInString
    case invalidUTF8
    case tooDeep(limit: Int)
    case repeatedName(String)
  }

  /// What is wrong.
  public let kind: Kind
  /// The offset of the byte where it shows.
  public let offset: Int

  /// The problem in words, without a full stop.
  public var message: String {
    switch kind {
    case .unexpectedEnd: "the JSON ends too early"
    case .unexpected(let byte): "`\(Self.shown(byte))` is not expected here"
    case .trailingData: "something follows the JSON value"
    case .invalidNumber: "this is not a JSON number"
    case .numberOutOfRange: "the number is too large"
    case .invalidEscape: "this is not a JSON escape"
    case .loneSurrogate: "half of a surrogate pair is missing"
    case .controlInString: "a control character in a string must be escaped"
    case .invalidUTF8: "the string is not UTF-8"
    case .repeatedName(let name): "`\(name)` stands twice in a map"
    case .tooDeep(let limit): "lists and maps are nested deeper than \(limit)"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? String(UnicodeScalar(byte)) : "0x" + String(byte, radix: 16, uppercase: true)
  }
}
