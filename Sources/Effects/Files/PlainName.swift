internal import Text
internal import Values

/// Names of files made of any text.
enum PlainName {
  /// The longest name, in bytes.
  private static let longest = 150

  /// `text` with bytes that are no plain letters percent-encoded; a long one ends in its hash.
  static func of(_ text: String) -> String {
    let name = PercentEncoding.encoded(text.utf8) { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") }
    if name.utf8.count <= longest { return name }
    return String(name.prefix(longest - 17)) + "-" + SHA256.hash(Array(text.utf8)).hex.prefix(16)
  }
}
