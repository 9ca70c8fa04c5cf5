import TestSupport
import Testing
import Values

/// `docs/notifications.md` has every event and every name, as the program has them.
@Suite("The page about notifications")
struct NotificationPageTests {
  @Test("lists the events")
  func events() throws {
    let page = try #require(Repository.read("docs/notifications.md"))
    for topic in NotificationTopic.routed {
      #expect(page.contains("| `\(topic.rawValue)` | \(topic.severity.rawValue) | \(topic.summary) |\n"))
    }
    #expect(page.components(separatedBy: "| `run.").count + page.components(separatedBy: "| `node.").count > 14)
  }

  @Test("lists the names of templates")
  func names() throws {
    let page = try #require(Repository.read("docs/notifications.md"))
    for name in NotificationName.allCases { #expect(page.contains("| `\(name.rawValue)` | \(name.summary) |\n")) }
  }

  @Test("lists the kinds")
  func kinds() throws {
    let page = try #require(Repository.read("docs/notifications.md"))
    for kind in ChannelKind.allCases { #expect(page.contains("| `\(kind.rawValue)` |")) }
  }
}
