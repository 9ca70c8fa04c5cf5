internal import Text

/// Addresses as text (RFC 3986).
public enum URLText {
  /// Whether `url` is an address that an HTTP node may ask: of the right scheme, in characters that can stand in one.
  public static func isHTTP(_ url: String) -> Bool {
    WebAddress(url) != nil
  }

  /// `url` with parameters added to its query, before a fragment.
  public static func adding(_ parameters: [(String, String)], to url: String) -> String {
    guard !parameters.isEmpty else { return url }
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parameters.map { "\(PercentEncoding.encoded($0.0.utf8))=\(PercentEncoding.encoded($0.1.utf8))" }.joined(
      separator: "&")
    let separator = parts[0].contains("?") ? "&" : "?"
    let fragment = parts.count == 2 ? "#" + parts[1] : ""
    return parts[0] + separator + query + fragment
  }

  /// `url` with the parameters of its query in order, each with its `=`: as a signature of AWS counts them, which curl before
  /// version 8.3 leaves to whoever calls it.
  public static func ordered(_ url: String) -> String {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let mark = parts[0].firstIndex(of: "?") else { return url }
    let parameters = parts[0][parts[0].index(after: mark)...].split(separator: "&").map { parameter in
      parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) + [""]
    }
    let query = parameters.map { Array($0.prefix(2)) }
      .sorted { $0.lexicographicallyPrecedes($1) { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) } }
      .map { $0.joined(separator: "=") }
    return parts[0][..<mark] + "?" + query.joined(separator: "&") + (parts.count == 2 ? "#" + parts[1] : "")
  }
}
