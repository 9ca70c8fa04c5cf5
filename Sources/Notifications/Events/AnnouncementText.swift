public import Running
internal import Text

/// What `log` and `notify` tell, as the lines that a terminal shows.
public enum AnnouncementText {
  /// The lines of an announcement of the node `node`; the message keeps its own line breaks, and no other controls.
  public static func lines(_ announcement: Announcement, node: String) -> [String] {
    let title = announcement.title.map { "\($0): " } ?? ""
    let message = (title + announcement.message).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    let head = "\(symbol(announcement)) \(node): "
    let margin = String(repeating: " ", count: head.count)
    return message.enumerated().map { ($0 == 0 ? head : margin) + OutputText.cleaned(String($1)) }
  }

  private static func symbol(_ announcement: Announcement) -> String {
    switch announcement.level {
    case .error: "✗"
    case .warning: "!"
    case .info, .debug: announcement.isNotification ? "»" : "·"
    }
  }
}
