internal import Text

/// The names and addresses of machines as text.
public enum HostText {
  /// The longest that a name may be (RFC 1035, 2.3.4).
  private static let longestName = 253
  private static let longestLabel = 63

  /// Whether a text is a name of labels, or an address, and nothing more: no port, no user, no path.
  public static func isHost(_ text: String) -> Bool {
    isSixAddress(bare(text)) || isName(text)
  }

  /// An address without the brackets that may stand around it.
  public static func bare(_ text: String) -> String {
    text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
  }

  /// Whether it can be connected to without a resolver: an address, or this machine.
  public static func isAddress(_ text: String) -> Bool {
    if text.lowercased() == "localhost" || isSixAddress(bare(text)) { return true }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy(\.isASCIIDigit) }
  }

  /// Labels of letters, digits, `-` and `_`, as names are in use (RFC 1123, 2.1; RFC 2181, 11).
  private static func isName(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    // One point may stand at the end of a whole name.
    let inner = labels.count > 1 && labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
    return (1...longestName).contains(text.utf8.count)
      && inner.allSatisfy { label in
        (1...longestLabel).contains(label.utf8.count) && !label.hasPrefix("-")
          && label.utf8.allSatisfy { $0.isASCIIWord || $0 == UInt8(ascii: "-") }
      }
  }

  private static func isSixAddress(_ text: String) -> Bool {
    text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 && text.utf8.count <= 45
      && text.utf8.allSatisfy { byte in
        byte.isASCIIDigit || (byte | 0x20) &- 0x61 < 6 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
      }
  }
}
