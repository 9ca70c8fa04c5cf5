import Notifications
import Planning
import Running
import Testing
import Text

/// What `log` and `notify` print.
@Suite("Announcements")
struct AnnouncementTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let announcement: Announcement
    let lines: [String]
    var testDescription: String { lines.joined(separator: "/") }

    init(
      _ function: PlanFunctionCall.Function, _ level: MessageLevel, title: String? = nil, _ message: String,
      _ lines: String...
    ) {
      announcement = Announcement(function: function, level: level, title: title, message: message)
      self.lines = lines
    }
  }

  static let cases: [Case] = [
    Case(.log, .info, "done", "· deploy: done"),
    Case(.log, .debug, "done", "· deploy: done"),
    Case(.log, .warning, "late", "! deploy: late"),
    Case(.log, .error, "lost", "✗ deploy: lost"),
    Case(.notify, .info, "done", "» deploy: done"),
    Case(.notify, .debug, "done", "» deploy: done"),
    Case(.notify, .warning, "late", "! deploy: late"),
    Case(.notify, .error, "lost", "✗ deploy: lost"),
    Case(.notify, .info, title: "Release", "done", "» deploy: Release: done"),
    Case(.log, .info, "one\ntwo\n\nfour", "· deploy: one", "          two", "          ", "          four"),
    Case(.log, .info, title: "Title\nof two", "x", "· deploy: Title", "          of two: x"),
    Case(.log, .info, "", "· deploy: "),
    Case(.log, .info, "a\r\nb\tc", "· deploy: a", "          b\tc"),
    Case(.log, .info, "\u{1B}[2J\u{1B}]0;t\u{7}a\u{8}\u{202E}b", "· deploy: ab"),
    Case(.notify, .info, title: "\u{1B}[31mred", "x\u{9B}1m", "» deploy: red: x1m"),
  ]

  @Test("have a sign for their level, the node, and the lines of the message", arguments: cases)
  func lines(_ entry: Case) {
    #expect(AnnouncementText.lines(entry.announcement, node: "deploy") == entry.lines)
  }

  @Test(
    "keep a message's characters as they are", arguments: ["é", "e\u{301}", "日本", "👩‍👩‍👧", "{{ x }}", "${X}", "::error::x"])
  func characters(text: String) {
    let announcement = Announcement(function: .log, level: .info, title: nil, message: text)
    #expect(AnnouncementText.lines(announcement, node: "a").map { Array($0.utf8) } == [Array("· a: \(text)".utf8)])
  }
}
