internal import Text

/// A secret in the codes that write any bytes as plain characters: base64 and hexadecimal.
enum SecretCodes {
  static func all(of bytes: [UInt8]) -> [[UInt8]] {
    let hexadecimal = bytes.map { HexDigits.upper(UInt32($0), width: 2) }.joined()
    var forms = [hexadecimal, hexadecimal.lowercased()].flatMap { text in
      let digits = Array(text.utf8)
      return [digits] + wrapped(digits, at: hexadecimalWidth)
    }
    forms += base64Forms(of: bytes)
    return forms
  }

  /// How `xxd -p` breaks lines.
  private static let hexadecimalWidth = 60
  /// How `base64` (RFC 2045, 6.8) and `openssl base64` break lines (RFC 7468, 2).
  private static let base64Widths = [76, 64]

  /// Base64 of the secret, alone and inside something longer, where it begins at one of three shifts.
  ///
  /// Of a shifted one only the characters count that no neighbour has a bit in. The URL-safe alphabet has forms of its own.
  private static func base64Forms(of bytes: [UInt8]) -> [[UInt8]] {
    let whole = Array(Base64.encoded(bytes).utf8)
    var forms = [whole, whole.filter { $0 != UInt8(ascii: "=") }]
    for shift in 0..<3 {
      let encoded = Array(Base64.encoded(Array(repeating: 0, count: shift) + bytes).utf8)
      let first = (shift * 8 + 5) / 6
      let end = (shift + bytes.count) * 8 / 6
      if first < end { forms.append(Array(encoded[first..<end])) }
    }
    // The third one is what stands there too where a newline follows the secret.
    let alone = Array(forms.prefix(3))
    for width in base64Widths { forms += alone.flatMap { wrapped($0, at: width) } }
    return forms + forms.map(urlSafe)
  }

  /// The lines that a code is broken into.
  private static func wrapped(_ code: [UInt8], at width: Int) -> [[UInt8]] {
    if code.count <= width { return [] }
    return stride(from: 0, to: code.count, by: width).map { Array(code[$0..<min($0 + width, code.count)]) }
  }

  private static func urlSafe(_ encoded: [UInt8]) -> [UInt8] {
    encoded.map { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: byte
      }
    }
  }
}
