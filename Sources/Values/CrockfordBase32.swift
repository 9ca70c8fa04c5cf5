internal import Text

/// Crockford's base 32, in which identifiers can be read out over a telephone: no I, L, O or U.
public enum CrockfordBase32 {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// `value` as so many characters, most significant first; higher bits are cut.
  public static func encode(_ value: UInt64, characters: Int) -> String {
    var rest = value
    var result: [UInt8] = []
    for _ in 0..<characters {
      result.append(alphabet[Int(rest & 31)])
      rest >>= 5
    }
    return String(decoding: result.reversed(), as: UTF8.self)
  }

  /// `text` in the form that `encode` writes: upper case, with I and L read as 1 and O as 0; nothing if it cannot be one.
  public static func normalize(_ text: String) -> String? {
    var result: [UInt8] = []
    for byte in text.utf8 {
      let upper = byte.isASCIILetter ? byte & ~0x20 : byte
      switch upper {
      case UInt8(ascii: "I"), UInt8(ascii: "L"): result.append(UInt8(ascii: "1"))
      case UInt8(ascii: "O"): result.append(UInt8(ascii: "0"))
      default:
        guard alphabet.contains(upper) else { return nil }
        result.append(upper)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
