internal import Text

/// Percent-encoding (RFC 3986) of everything but letters, digits and `_.-~`.
enum PercentEncoding {
  /// As in a query: `+` for a blank.
  static func queryEncoded(_ text: String) -> String {
    CodePoints.replacing("%20", with: "+", in: encoded(text, keepsSlash: false), limit: nil)
  }

  static func encoded(_ text: String, keepsSlash: Bool) -> String {
    var result = ""
    for byte in text.utf8 {
      let isPlain = ShellBuiltins.isNameByte(byte) || ".-~".utf8.contains(byte)
      if isPlain || (keepsSlash && byte == UInt8(ascii: "/")) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + HexDigits.upper(UInt32(byte), width: 2)
      }
    }
    return result
  }
}
