public import Runbooks
internal import Text

/// What the texts must be that say where a channel's messages go.
public enum ChannelAddress {
  /// What a text would have to be; nothing if it can be used.
  public static func objection(to text: String, as key: ChannelKey) -> String? {
    switch key {
    case .url, .eventsURL: URLText.isHTTP(text) ? nil : "an http:// or https:// address without white space"
    case .server: isServer(text) ? nil : "smtp://HOST:PORT or smtps://HOST:PORT"
    case .to, .from: isMailAddress(text) ? nil : "a mail address, or `NAME <address>`"
    default: isLine(text) && !text.isEmpty ? nil : "one line"
    }
  }

  private static func isLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }

  private static func isServer(_ text: String) -> Bool {
    let lower = text.lowercased()
    guard let scheme = ["smtp://", "smtps://"].first(where: { lower.hasPrefix($0) }) else { return false }
    let rest = text.dropFirst(scheme.count)
    return !rest.isEmpty && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !rest.contains("@")
  }

  /// Enough to keep header fields and commands of the mail protocol apart; whether it exists only the server knows.
  private static func isMailAddress(_ text: String) -> Bool {
    let address = mailAddress(in: text)
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard isLine(text), parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return false }
    return address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>,;:\"\\()".utf8.contains($0) }
  }

  /// The address in `Name <address>`, or the whole text.
  public static func mailAddress(in text: String) -> String {
    guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else { return text }
    return String(text[text.index(after: open)...].dropLast())
  }
}
