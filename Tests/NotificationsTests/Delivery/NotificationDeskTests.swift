import Templates
import Testing
import Values

@testable import Notifications

@Suite("The desk of notifications")
struct NotificationDeskTests {
  private static let now = Instant(nanoseconds: 0)
  private static let date = Timestamp(milliseconds: 1_795_290_000_000)

  private static func desk(_ channels: [Channel], sent: SentKeys = SentKeys()) -> NotificationDesk {
    NotificationDesk(channels, of: NotificationSample.run, sent: sent, seed: 1)
  }

  private static func channel(_ name: String, fallback: String? = nil) -> Channel {
    var channel = Channel(name: name, kind: .webhook)
    channel.fallback = fallback
    return channel
  }

  private static func tell(
    _ desk: inout NotificationDesk, _ notification: Notification, mask: SecretMask = SecretMask([])
  ) -> [NotificationDesk.Effect] {
    desk.tell(notification, mask: mask, at: now, date: date) { _ in ValueScope(["event": .string("run.failed")]) }
  }

  private static func sends(_ effects: [NotificationDesk.Effect]) -> [Delivery] {
    effects.compactMap { if case .send(let delivery) = $0 { delivery } else { nil } }
  }

  private static let refusal = DeliveryVerdict.failed(DeliveryFailure(.refused, "status 404"), retryAfter: nil)

  @Test("tells nobody twice, and nobody what they have got before the run was taken up")
  func once() {
    var sent = SentKeys()
    sent.insert("01M/run.failed", of: "a")
    var desk = Self.desk([Self.channel("a"), Self.channel("b")], sent: sent)
    #expect(Self.sends(Self.tell(&desk, NotificationSample.notification())).map(\.channel) == ["b"])
    #expect(Self.sends(Self.tell(&desk, NotificationSample.notification())).isEmpty)
    #expect(Self.sends(Self.tell(&desk, NotificationSample.notification(.runSucceeded))).map(\.channel) == ["a"])
  }

  @Test("keeps what was not delivered, and says so once a channel")
  func outbox() throws {
    var desk = Self.desk([Self.channel("a")])
    let delivery = try #require(Self.sends(Self.tell(&desk, NotificationSample.notification())).first)
    let effects = desk.answer(delivery.number, Self.refusal, at: Self.now, date: Self.date)
    #expect(effects.count == 3)
    guard case .record(let report) = effects[0], case .keep(let entry) = effects[1], case .warn(let text) = effects[2]
    else {
      Issue.record("\(effects)")
      return
    }
    #expect(report.failure?.kind == .refused && report.tries == 1 && report.key == "01M/run.failed")
    #expect(entry.payload == delivery.payload && entry.channel == "a" && entry.reason == "refused: status 404")
    #expect(
      text
        == "channel `a` was not told: status 404; what it did not get is kept in .pyflow/outbox.jsonl, for: pyflow notify flush deploy.toml"
    )
    let more = Self.tell(&desk, NotificationSample.notification(.runSucceeded))
    #expect(more.contains { if case .keep = $0 { true } else { false } })
    #expect(!more.contains { if case .warn = $0 { true } else { false } })
  }

  @Test("lets another channel stand in, and keeps the message for the first one when that fails as well")
  func fallback() throws {
    var desk = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    var notification = NotificationSample.notification(.nodeStarted, node: "x")
    notification.channels = ["a"]
    let first = try #require(Self.sends(Self.tell(&desk, notification)).first)
    let effects = desk.answer(first.number, Self.refusal, at: Self.now, date: Self.date)
    let second = try #require(Self.sends(effects).first)
    #expect(second.channel == "b" && second.message.remark == "channel a failed: status 404")
    let last = desk.answer(second.number, Self.refusal, at: Self.now, date: Self.date)
    let kept = last.compactMap { if case .keep(let entry) = $0 { entry } else { nil } }
    #expect(kept.map(\.channel) == ["a"] && kept.first?.payload == first.payload)
    let reports = last.compactMap { if case .record(let report) = $0 { report } else { nil } }
    #expect(reports.first?.standsInFor == "a")
  }

  @Test("hides secrets in everything that is sent")
  func secrets() throws {
    var desk = Self.desk([Self.channel("a")])
    var notification = NotificationSample.notification()
    notification.title = "token hunter2secret"
    notification.reason = "hunter2secret"
    notification.output = ["a hunter2secret b"]
    let mask = SecretMask(["hunter2secret"])
    let delivery = try #require(Self.sends(Self.tell(&desk, notification, mask: mask)).first)
    let text = String(decoding: delivery.payload.bytes, as: UTF8.self)
    #expect(!text.contains("hunter2") && text.contains("token ***"))
  }

  @Test("an entry of the outbox is read as it was written, and nothing else is one")
  func entries() throws {
    var desk = Self.desk([Self.channel("a")])
    let delivery = try #require(Self.sends(Self.tell(&desk, NotificationSample.notification())).first)
    let entry = OutboxEntry(delivery, DeliveryFailure(.timeout, "no answer"), at: Self.date)
    #expect(OutboxEntry(entry.line.dropLast()) == entry)
    #expect(Delivery(number: 0, restoring: entry).key == delivery.key)
    for line in ["", "{}", "x", "{\"version\":2}", "[1]", String(decoding: entry.line.prefix(100), as: UTF8.self)] {
      #expect(OutboxEntry(Array(line.utf8)) == nil)
    }
  }
}
