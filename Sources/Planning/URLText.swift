/// Addresses as text (RFC 3986).
public enum URLText {
  /// Whether `url` is an address that an HTTP node may ask: of the right scheme, in characters that can stand in one.
  public static func isHTTP(_ url: String) -> Bool {
    let lower = url.lowercased()
    guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return false }
    return url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// `url` with parameters added to its query, before a fragment.
  public static func adding(_ parameters: [(String, String)], to url: String) -> String {
    guard !parameters.isEmpty else { return url }
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parameters.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
    let separator = parts[0].contains("?") ? "&" : "?"
    let fragment = parts.count == 2 ? "#" + parts[1] : ""
    return parts[0] + separator + query + fragment
  }

  /// `text` with everything but unreserved characters percent-encoded (RFC 3986, 2.1 and 2.3).
  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return result
  }
}
