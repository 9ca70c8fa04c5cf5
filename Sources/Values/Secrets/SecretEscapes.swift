internal import Text

/// A secret as it stands in the texts of languages that escape some characters: JSON, shells, XML, addresses.
enum SecretEscapes {
  static func all(of secret: String) -> Set<String> {
    var escapes = jsonForms(of: secret).union(shellForms(of: secret)).union(xmlForms(of: secret))
    let bytes = Array(secret.utf8)
    for isUpper in [false, true] {
      escapes.insert(PercentEncoding.encoded(bytes, isUpper: isUpper))
      escapes.insert(PercentEncoding.queryEncoded(bytes, isUpper: isUpper))
      for kept in [component, address, "/"] {
        let bytes = PercentEncoding.encoded(bytes, isUpper: isUpper) { byte in
          PercentEncoding.isUnreserved(byte) || kept.utf8.contains(byte)
        }
        escapes.insert(bytes)
      }
    }
    return escapes
  }

  /// What `encodeURIComponent` of JavaScript leaves as it is, besides unreserved characters (ECMA-262, 19.2.6.4).
  private static let component = "!*'()"
  /// What `encodeURI` leaves as it is (19.2.6.3).
  private static let address = "!*'();/?:@&=+$,#"

  /// What `echo` of some shells makes of backslashes (POSIX.1-2017, XCU echo), and what JSON with `\n` in it comes to.
  static func interpreted(_ secret: String) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in secret.utf8 {
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
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: - Languages

  /// In a JSON string (RFC 8259, 7): with no more escapes than are needed, and as Python, PHP and Go write it.
  private static func jsonForms(of secret: String) -> Set<String> {
    var bytes: [UInt8] = []
    JSONEscaping.append(secret, to: &bytes)
    let plain = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    let ascii = escaped(plain) { $0.isASCII ? nil : $0.utf16.map { unit in "\\u" + hexadecimal(unit) }.joined() }
    let slashed = escaped(plain) { $0 == "/" ? "\\/" : nil }
    let safe = escaped(plain) { "<>&".unicodeScalars.contains($0) ? "\\u" + hexadecimal(UInt16($0.value)) : nil }
    return [plain, ascii, slashed, safe, escaped(ascii) { $0 == "/" ? "\\/" : nil }]
  }

  private static func hexadecimal(_ unit: UInt16) -> String {
    HexDigits.upper(UInt32(unit), width: 4).lowercased()
  }

  /// In `'…'`, in `"…"`, with backslashes, and as bash's `printf %q` and `set -x`, and Python's `repr`, write it.
  private static func shellForms(of secret: String) -> Set<String> {
    let doubled = escaped(secret) { "\\\"$`".unicodeScalars.contains($0) ? "\\" + String($0) : nil }
    let single = { (quote: String) in escaped(secret) { $0 == "'" ? quote : nil } }
    let bare = escaped(secret) { " \t\n!\"$&'()*,;<>?[\\]^`{|}".unicodeScalars.contains($0) ? "\\" + String($0) : nil }
    let controls = escaped(secret) { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: nil
      }
    }
    let initial = bare.first.map { "#~".contains($0) } ?? false ? "\\" + bare : bare
    return [
      single("'\\''"), single("'\"'\"'"), doubled, bare, initial, controls,
      escaped(controls) { $0 == "'" ? "\\'" : nil },
    ]
  }

  /// In XML and HTML, with the names and numbers that libraries use for quotation marks.
  private static func xmlForms(of secret: String) -> Set<String> {
    var forms: Set<String> = []
    for quote in ["\"", "&quot;", "&#34;"] {
      for apostrophe in ["'", "&#39;", "&#x27;", "&apos;"] {
        let form = escaped(secret) { scalar in
          switch scalar {
          case "&": "&amp;"
          case "<": "&lt;"
          case ">": "&gt;"
          case "\"": quote
          case "'": apostrophe
          default: nil
          }
        }
        forms.insert(form)
      }
    }
    return forms
  }

  /// The text with what `escape` gives for a character in its place.
  private static func escaped(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = escape(scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
