internal import Values

/// Names of files made of any text.
enum PlainName {
  /// The longest name, in bytes.
  private static let longest = 150

  /// `text` with bytes that are no plain letters percent-encoded; a long one ends in its hash.
  static func of(_ text: String) -> String {
    var name = ""
    for byte in text.utf8 {
      let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "_.-".utf8.contains(byte)
      name +=
        isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    if name.utf8.count <= longest { return name }
    return String(name.prefix(longest - 17)) + "-" + SHA256.hash(Array(text.utf8)).hex.prefix(16)
  }
}
