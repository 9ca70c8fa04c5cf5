import Templates
import Testing
import Values

@testable import Notifications

@Suite("The desk of notifications")
struct NotificationDeskTests {
  private static let now = Instant(nanoseconds: 0)

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
    desk.tell(notification, mask: mask, at: now) { _ in ValueScope(["event": .string("run.failed")]) }
  }

  private static func sends(_ effects: [NotificationDesk.Effect]) -> [Delivery] {
    effects.compactMap { if case .send(let delivery) = $0 { delivery } else { nil } }
  }

  private static func kept(_ effects: [NotificationDesk.Effect]) -> [OutboxEntry] {
    effects.compactMap { if case .keep(let entry, _) = $0 { entry } else { nil } }
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
    let effects = desk.answer(delivery.number, Self.refusal, at: Self.now)
    #expect(effects.count == 2)
    guard case .record(let report) = effects[0], case .keep(let entry, let text) = effects[1]
    else {
      Issue.record("\(effects)")
      return
    }
    #expect(report.failure?.kind == .refused && report.tries == 1 && report.key == "01M/run.failed")
    #expect(entry.payload == delivery.payload && entry.channel == "a" && entry.reason == "refused: status 404")
    #expect(text == "channel `a` was not told: status 404")
    let more = Self.tell(&desk, NotificationSample.notification(.runSucceeded))
    #expect(Self.kept(more).count == 1)
    #expect(more.contains { if case .keep(_, nil) = $0 { true } else { false } })
  }

  @Test("lets another channel stand in, and keeps the message for the first one when that fails as well")
  func fallback() throws {
    var desk = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    var notification = NotificationSample.notification(.nodeStarted, node: "x")
    notification.channels = ["a"]
    let first = try #require(Self.sends(Self.tell(&desk, notification)).first)
    let effects = desk.answer(first.number, Self.refusal, at: Self.now)
    let second = try #require(Self.sends(effects).first)
    #expect(second.channel == "b" && second.message.remark == "channel a failed: status 404")
    let last = desk.answer(second.number, Self.refusal, at: Self.now)
    let kept = Self.kept(last)
    #expect(kept.map(\.channel) == ["a"] && kept.first?.payload == first.payload)
    let reports = last.compactMap { if case .record(let report) = $0 { report } else { nil } }
    #expect(reports.first?.standsInFor == "a")
  }

  @Test("keeps it for both where the channel that stands in hears of the same, and fails as well")
  func sharedFallback() throws {
    var desk = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    let sends = Self.sends(Self.tell(&desk, NotificationSample.notification()))
    #expect(sends.map(\.channel) == ["a", "b"])
    #expect(Self.kept(desk.answer(sends[0].number, Self.refusal, at: Self.now)).isEmpty)
    let last = desk.answer(sends[1].number, Self.refusal, at: Self.now)
    #expect(Self.kept(last).map(\.channel) == ["b", "a"])
    // Both are of no use any more: what comes now is kept for each of them, once.
    let more = Self.tell(&desk, NotificationSample.notification(.runSucceeded))
    #expect(Self.kept(more).map(\.channel).sorted() == ["a", "b"])
  }

  @Test("keeps nothing where the channel that stands in was told the same")
  func toldByFallback() throws {
    var desk = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    let sends = Self.sends(Self.tell(&desk, NotificationSample.notification()))
    _ = desk.answer(sends[1].number, .delivered, at: Self.now)
    let last = desk.answer(sends[0].number, Self.refusal, at: Self.now)
    #expect(Self.kept(last).isEmpty && Self.sends(last).isEmpty)
  }

  @Test("puts everything into the outbox before it is sent, but what the next one replaces")
  func expected() throws {
    var desk = Self.desk([Self.channel("a")])
    let effects = Self.tell(&desk, NotificationSample.notification())
    guard case .expect(let entry) = effects[0], case .send = effects[1] else {
      Issue.record("\(effects)")
      return
    }
    #expect(entry.isPending && entry.end == 1 && OutboxEntry(entry.line.dropLast()) == entry)
    #expect(entry.isTrue(ends: ["failed"]) && !entry.isTrue(ends: ["succeeded"]) && !entry.isTrue(ends: []))
    #expect(Self.tell(&desk, NotificationSample.notification(.nodeRetrying, node: "x")).isEmpty)
  }

  @Test("what an earlier process has left is sent once, and kept again if that fails")
  func leftovers() throws {
    var before = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    guard case .expect(let entry) = Self.tell(&before, NotificationSample.notification())[0] else { return }
    var desk = Self.desk([Self.channel("a", fallback: "b"), Self.channel("b")])
    let taken = Self.sends(desk.takeUp([entry], at: Self.now))
    #expect(taken.map(\.key) == [entry.key])
    // Saying it again is no news.
    #expect(Self.sends(Self.tell(&desk, NotificationSample.notification())).map(\.channel) == ["b"])
    let kept = Self.kept(desk.answer(taken[0].number, Self.refusal, at: Self.now))
    #expect(kept.map(\.runbook) == ["deploy.toml"] && kept.first?.isPending == false)
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
    let entry = OutboxEntry(delivery, DeliveryFailure(.timeout, "no answer"))
    #expect(OutboxEntry(entry.line.dropLast()) == entry)
    #expect(Delivery(number: 0, restoring: entry).key == delivery.key)
    for line in ["", "{}", "x", "{\"version\":2}", "[1]", String(decoding: entry.line.prefix(100), as: UTF8.self)] {
      #expect(OutboxEntry(Array(line.utf8)) == nil)
    }
  }
}
