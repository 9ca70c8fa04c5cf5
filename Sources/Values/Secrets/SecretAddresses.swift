internal import Text

/// What becomes of a secret that is an address when it is asked: hosts are written in lower case, credentials and fragments
/// are left out, a redirect leads to the same path elsewhere.
enum SecretAddresses {
  /// The texts by which the address would be seen; none if the secret is no address.
  static func all(of secret: String) -> Set<String> {
    let text = secret.trimmed
    guard text.contains("/"), !text.hasPrefix("/") else { return [] }
    let isWhole = text.utf8.count > 7 && ["http:/", "https:"].contains(text.prefix(6).lowercased())
    guard let address = WebAddress(isWhole ? text : "http://" + text) else { return [] }
    if !isWhole { return [address.authority + address.target] }
    // A signature puts parameters in another order.
    let values = (address.query ?? "").split(separator: "&").map { $0.drop { $0 != "=" }.dropFirst() }
    let parts = [address.path] + values.map(String.init)
    return Set([address.text] + parts.filter { $0.utf8.count >= SecretMask.shortestGoodSecret })
  }
}
