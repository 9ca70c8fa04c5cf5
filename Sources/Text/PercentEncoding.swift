/// Percent-encoding (RFC 3986, 2.1).
public enum PercentEncoding {
  /// Whether a byte is an unreserved character: a letter, a digit or one of `-._~` (RFC 3986, 2.3).
  public static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isASCIIWord || "-.~".utf8.contains(byte)
  }

  /// `bytes` with all but those that are kept encoded; the digits are upper-case, as the standard has it, or lower-case.
  public static func encoded(
    _ bytes: some Sequence<UInt8>, isUpper: Bool = true, keeping isKept: (UInt8) -> Bool = isUnreserved
  ) -> String {
    var result = ""
    for byte in bytes {
      if isKept(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = HexDigits.upper(UInt32(byte), width: 2)
        result += "%" + (isUpper ? digits : digits.lowercased())
      }
    }
    return result
  }

  /// The text that percent-encoded bytes stand for; a `%` without two digits stands for itself.
  public static func decoded(_ bytes: some Collection<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let high = digits.first.flatMap({ HexDigits.value(of: $0) }),
        let low = digits.last.flatMap({ HexDigits.value(of: $0) })
      {
        result.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `bytes` as a part of a query, with `+` for a blank.
  public static func queryEncoded(_ bytes: some Sequence<UInt8>, isUpper: Bool = true) -> String {
    let blank = UInt8(ascii: " ")
    let text = encoded(bytes, isUpper: isUpper) { isUnreserved($0) || $0 == blank }
    return String(text.map { $0 == " " ? "+" : $0 })
  }
}
