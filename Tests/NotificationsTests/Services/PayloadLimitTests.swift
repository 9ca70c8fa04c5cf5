import Foundation
import Testing
import Values

@testable import Notifications

/// What services are sent keeps their limits, whatever a message says; the limits stand here a second time, as the services state
/// them.
@Suite("Limits of services")
struct PayloadLimitTests {
  private static func json(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private static func length(_ value: Any?) -> Int { (value as? String)?.utf16.count ?? 0 }

  @Test("Slack: blocks, sections, fields and headers", arguments: NotificationSample.hostile.indices)
  func slack(_ number: Int) throws {
    let text = NotificationSample.hostile[number]
    let message = try Self.json(SlackPayload.body(NotificationSample.message(of: text)))
    #expect(Self.length(message["text"]) <= 40_000 && Self.length(message["text"]) > 0)
    let blocks = try #require(message["blocks"] as? [[String: Any]])
    #expect(blocks.count <= 50)
    var total = 0
    for block in blocks {
      let head = (block["text"] as? [String: Any])?["text"]
      total += Self.length(head)
      #expect(Self.length(head) <= (block["type"] as? String == "header" ? 150 : 3000))
      let fields = block["fields"] as? [[String: Any]] ?? []
      #expect(fields.count <= 10)
      for field in fields {
        #expect(Self.length(field["text"]) <= 2000 && Self.length(field["text"]) > 0)
        total += Self.length(field["text"])
      }
      for text in fields + [block["text"] as? [String: Any] ?? [:]] where text["type"] as? String == "mrkdwn" {
        let words = try #require(text["text"] as? String)
        #expect(!words.contains("<") && !words.contains(">"))
      }
    }
    #expect(total <= 13_200)
  }

  @Test("Teams: 28 KB, and a card of version 1.4", arguments: NotificationSample.hostile.indices)
  func teams(_ number: Int) throws {
    let text = NotificationSample.hostile[number]
    let bytes = TeamsPayload.body(NotificationSample.message(of: text))
    #expect(bytes.count <= 28_000)
    #expect(TeamsPayload.smallest(NotificationSample.message(of: text)).count <= 10_000)
    let message = try Self.json(bytes)
    #expect(message["type"] as? String == "message")
    let attachment = try #require((message["attachments"] as? [[String: Any]])?.first)
    #expect(attachment["contentType"] as? String == "application/vnd.microsoft.card.adaptive")
    let card = try #require(attachment["content"] as? [String: Any])
    #expect(card["type"] as? String == "AdaptiveCard" && card["version"] as? String == "1.4")
    #expect(card["$schema"] as? String == "http://adaptivecards.io/schemas/adaptive-card.json")
    #expect(((card["body"] as? [[String: Any]])?.count ?? 0) > 0)
  }

  @Test("Discord: an embed, and mentions of nobody", arguments: NotificationSample.hostile.indices)
  func discord(_ number: Int) throws {
    let text = NotificationSample.hostile[number]
    let message = try Self.json(DiscordPayload.body(NotificationSample.message(of: text)))
    #expect((message["allowed_mentions"] as? [String: [String]]) == ["parse": []])
    let embeds = try #require(message["embeds"] as? [[String: Any]])
    #expect(embeds.count <= 10 && Self.length(message["content"]) <= 2000)
    let embed = try #require(embeds.first)
    #expect(Self.length(embed["title"]) <= 256 && Self.length(embed["description"]) <= 4096)
    let fields = try #require(embed["fields"] as? [[String: Any]])
    #expect(fields.count <= 25)
    var total = Self.length(embed["title"]) + Self.length(embed["description"])
    for field in fields {
      #expect(Self.length(field["name"]) <= 256 && Self.length(field["value"]) <= 1024)
      total += Self.length(field["name"]) + Self.length(field["value"])
    }
    #expect(total <= 6000)
  }

  @Test("PagerDuty: summary, key and size", arguments: NotificationSample.hostile.indices)
  func pagerDuty(_ number: Int) throws {
    let text = NotificationSample.hostile[number]
    let message = NotificationSample.message(of: text, .runHalted)
    let bytes = PagerDutyPayload.trigger(message, dedupKey: "pyflow:\(text)", severity: .critical)
    #expect(bytes.count <= 512 << 10)
    let event = try Self.json(bytes)
    #expect(event["event_action"] as? String == "trigger" && Self.length(event["dedup_key"]) <= 255)
    let payload = try #require(event["payload"] as? [String: Any])
    #expect(Self.length(payload["summary"]) <= 1024)
    #expect(payload["severity"] as? String == "critical" && payload["source"] != nil)
    #expect(PagerDutyPayload.change(message).count <= 512 << 10)
    // What was triggered must be resolved by the same key.
    let resolve = try Self.json(PagerDutyPayload.resolve(dedupKey: "pyflow:\(text)"))
    #expect(resolve["dedup_key"] as? String == event["dedup_key"] as? String)
  }

  @Test("webhooks and programs: 64 KiB", arguments: NotificationSample.hostile.indices)
  func document(_ number: Int) throws {
    let text = NotificationSample.hostile[number]
    let bytes = EventDocument.body(NotificationSample.message(of: text))
    #expect(bytes.count <= 64 << 10)
    let event = try Self.json(bytes)
    #expect(event["schema"] as? String == "pyflow.event/1" && event["event"] as? String == "run.failed")
  }

  @Test("GitHub: far less than a step's summary", arguments: NotificationSample.hostile.indices)
  func summary(_ number: Int) {
    let bytes = SummaryEntry.body(NotificationSample.message(of: NotificationSample.hostile[number]))
    #expect(bytes.count < 128 << 10)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!(text.components(separatedBy: "\n```text").first ?? "").contains("<!here>"))
  }

  @Test("mails: lines, header fields and encoded words", arguments: NotificationSample.hostile.indices)
  func mail(_ number: Int) {
    let text = NotificationSample.hostile[number]
    let bytes = MailText.bytes(
      NotificationSample.message(of: text), from: "Päul, Ops <ops@example.com>", to: ["a@example.com", "b@example.com"])
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 998 && !$0.contains("\n") && !$0.contains("\r") })
    let head = lines.prefix { !$0.isEmpty }
    #expect(head.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
    #expect(!head.contains { $0.hasPrefix("Bcc:") })
    for word in head.joined(separator: " ").split(separator: " ") where word.hasPrefix("=?") {
      #expect(word.utf8.count <= 75)
    }
  }
}
