internal import Text

/// The forms in which a secret turns up in output: as it is, and as programs commonly encode it.
///
/// Masking every form is the second line of defence, against accidents; the first is that nothing is given a secret that
/// did not ask for it.
enum SecretForms {
  /// Shorter parts would turn up by chance everywhere.
  static let shortest = 4

  /// Every form of `secret`, each at least `shortest` bytes long.
  static func all(of secret: String) -> Set<[UInt8]> {
    let bytes = Array(secret.utf8)
    var forms: Set<[UInt8]> = [bytes, jsonEscaped(secret), shellQuoted(bytes), xmlEscaped(bytes)]
    forms.formUnion([Array(secret.uppercased().utf8), Array(secret.lowercased().utf8)])
    forms.formUnion(lines(of: bytes))
    forms.formUnion(lines(of: interpreted(bytes)))
    for isUpper in [false, true] {
      forms.insert(hexadecimal(bytes, isUpper: isUpper))
      forms.insert(Array(PercentEncoding.encoded(bytes, isUpper: isUpper).utf8))
      forms.insert(Array(PercentEncoding.queryEncoded(bytes, isUpper: isUpper).utf8))
    }
    forms.formUnion(base64Forms(of: bytes))
    return forms.filter { $0.count >= shortest }
  }

  /// The lines of a secret of several, such as a key, which programs may print one by one.
  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.split { $0 == 0x0A || $0 == 0x0D }.map(Array.init)
  }

  /// What `echo` of some shells makes of backslashes (POSIX.1-2017, XCU echo).
  private static func interpreted(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        isEscaped = false
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "\\"): result.append(byte)
        default: result += [UInt8(ascii: "\\"), byte]
        }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func jsonEscaped(_ secret: String) -> [UInt8] {
    var escaped: [UInt8] = []
    JSONEscaping.append(secret, to: &escaped)
    return Array(escaped.dropFirst().dropLast())
  }

  /// As it stands in `'…'`.
  private static func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
  }

  private static func xmlEscaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte in
      switch byte {
      case UInt8(ascii: "&"): Array("&amp;".utf8)
      case UInt8(ascii: "<"): Array("&lt;".utf8)
      case UInt8(ascii: ">"): Array("&gt;".utf8)
      case UInt8(ascii: "\""): Array("&quot;".utf8)
      default: [byte]
      }
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], isUpper: Bool) -> [UInt8] {
    let digits = bytes.map { HexDigits.upper(UInt32($0), width: 2) }.joined()
    return Array((isUpper ? digits : digits.lowercased()).utf8)
  }

  // MARK: - Base64

  /// Base64 of the secret, alone and inside something longer, where it begins at one of three shifts.
  ///
  /// Of a shifted one only the characters count that no neighbour has a bit in. The URL-safe alphabet has forms of its own.
  private static func base64Forms(of bytes: [UInt8]) -> [[UInt8]] {
    var forms = [Array(Base64.encoded(bytes).utf8)]
    for shift in 0..<3 {
      let encoded = Array(Base64.encoded(Array(repeating: 0, count: shift) + bytes).utf8)
      let first = (shift * 8 + 5) / 6
      let end = (shift + bytes.count) * 8 / 6
      if first < end { forms.append(Array(encoded[first..<end])) }
    }
    return forms + forms.map(urlSafe)
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
