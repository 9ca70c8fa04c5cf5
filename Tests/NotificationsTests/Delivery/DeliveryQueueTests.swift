import Testing
import Values

@testable import Notifications

/// The queue in virtual time: what is sent when, and what becomes of it.
@Suite("The queue of deliveries")
struct DeliveryQueueTests {
  /// A queue with receivers that answer as scripted.
  private struct Rehearsal {
    var queue = DeliveryQueue(seed: 7)
    var now = Instant(nanoseconds: 0)
    /// The number and the time, in milliseconds, of everything that was sent.
    var sent: [(number: Int, at: Int)] = []
    var log: [String] = []
    var open: [Int] = []

    mutating func take(_ effects: [DeliveryQueue.Effect]) {
      for effect in effects {
        switch effect {
        case .send(let delivery):
          sent.append((delivery.number, now.nanoseconds / 1_000_000))
          open.append(delivery.number)
        case .abandon(let number): log.append("abandoned \(number)")
        case .delivered(let delivery, let tries): log.append("delivered \(delivery.number) after \(tries)")
        case .failed(let delivery, let tries, let failure):
          log.append("failed \(delivery.number) after \(tries): \(failure.kind.rawValue)")
        case .gaveUp(let channel, let failure): log.append("gave up \(channel): \(failure.kind.rawValue)")
        }
      }
    }

    mutating func add(_ number: Int, to channel: String = "ops", _ topic: NotificationTopic = .nodeFailed) {
      var notification = NotificationSample.notification(topic, node: "a")
      notification.key += "\(number)"
      let delivery = Delivery(
        number: number, channel: channel, message: Message(notification, of: NotificationSample.run),
        payload: Payload(.post, [1], smallest: [0]))
      take(queue.add(delivery, at: now))
    }

    mutating func answer(_ verdict: DeliveryVerdict) {
      if open.isEmpty { return log.append("nothing is open") }
      take(queue.answer(open.removeFirst(), verdict, at: now))
    }

    /// Lets time pass until the next deadline.
    mutating func goOn() {
      now = max(now, queue.nextDeadline ?? now)
      take(queue.goOn(at: now))
    }

    mutating func pass(_ duration: Duration) {
      now = now.advanced(by: duration)
      take(queue.goOn(at: now))
    }
  }

  private static func failure(_ kind: DeliveryFailure.Kind, retryAfter: Duration? = nil) -> DeliveryVerdict {
    .failed(DeliveryFailure(kind, "x"), retryAfter: retryAfter)
  }

  @Test("one at a time and in order in a channel, side by side in several")
  func order() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.add(2)
    rehearsal.add(3, to: "other")
    #expect(rehearsal.sent.map(\.number) == [1, 3])
    rehearsal.answer(.delivered)
    #expect(rehearsal.sent.map(\.number) == [1, 3, 2])
    rehearsal.answer(.delivered)
    rehearsal.answer(.delivered)
    #expect(rehearsal.queue.isEmpty && rehearsal.queue.nextDeadline == nil)
    #expect(rehearsal.log == ["delivered 1 after 1", "delivered 3 after 1", "delivered 2 after 1"])
  }

  @Test("three tries with growing, random delays; then the channel is left alone for a minute")
  func tries() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.add(2)
    for _ in 0..<3 {
      rehearsal.answer(Self.failure(.server))
      rehearsal.goOn()
    }
    #expect(rehearsal.sent.map(\.number) == [1, 1, 1])
    let gaps = [rehearsal.sent[1].at, rehearsal.sent[2].at - rehearsal.sent[1].at]
    #expect((0...1000).contains(gaps[0]) && (0...2000).contains(gaps[1]))
    #expect(rehearsal.log == ["failed 1 after 3: server", "failed 2 after 0: breaker"])
    rehearsal.pass(.seconds(59))
    rehearsal.add(3)
    #expect(rehearsal.log.last == "failed 3 after 0: breaker")
    rehearsal.pass(.seconds(2))
    // One is let through; when it fails as well, the next minute begins.
    rehearsal.add(4)
    rehearsal.add(5)
    rehearsal.answer(Self.failure(.timeout))
    #expect(rehearsal.log.suffix(2) == ["failed 4 after 1: timeout", "failed 5 after 0: breaker"])
    rehearsal.pass(.seconds(61))
    rehearsal.add(6)
    rehearsal.answer(.delivered)
    rehearsal.add(7)
    rehearsal.answer(.delivered)
    #expect(rehearsal.log.suffix(2) == ["delivered 6 after 1", "delivered 7 after 1"])
  }

  @Test("what the receiver asks for is heeded, and what takes too long given up")
  func throttled() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.answer(Self.failure(.throttled, retryAfter: .seconds(12)))
    #expect(rehearsal.queue.nextDeadline == Instant(nanoseconds: 12_000_000_000))
    rehearsal.goOn()
    rehearsal.answer(Self.failure(.throttled, retryAfter: .seconds(3600)))
    #expect(rehearsal.log == ["failed 1 after 2: throttled"])
  }

  @Test("a receiver that refuses is not asked again in this run, which is said once")
  func refused() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.add(2)
    rehearsal.answer(Self.failure(.refused))
    rehearsal.add(3)
    #expect(rehearsal.sent.map(\.number) == [1])
    #expect(
      rehearsal.log == [
        "gave up ops: refused", "failed 1 after 1: refused", "failed 2 after 0: refused", "failed 3 after 0: refused",
      ])
  }

  @Test("what is too large is sent once more, as small as it can be")
  func size() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.answer(Self.failure(.size))
    rehearsal.goOn()
    rehearsal.answer(Self.failure(.size))
    #expect(rehearsal.sent.count == 2 && rehearsal.log == ["failed 1 after 2: size"])
  }

  @Test("no more than 256 wait for a channel, the end takes the place of the oldest, and others do not mind")
  func capacity() {
    var rehearsal = Rehearsal()
    for number in 0...DeliveryQueue.capacity + 2 { rehearsal.add(number) }
    #expect(rehearsal.log == ["failed 257 after 0: overflow", "failed 258 after 0: overflow"])
    rehearsal.add(1000, to: "other")
    #expect(rehearsal.sent.map(\.number) == [0, 1000])
    rehearsal.add(2000, .runFailed)
    #expect(rehearsal.log.last == "failed 1 after 0: overflow")
  }

  @Test("what ends a delivery is told, also when it ended with the run")
  func cause() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.answer(Self.failure(.server))
    #expect(
      rehearsal.queue.close(at: rehearsal.now, within: .zero).contains {
        if case .failed(_, 1, DeliveryFailure(.ended, "x, and then the run had ended")) = $0 { true } else { false }
      })
  }

  @Test("the newest update counts, and comes every half a minute at most")
  func updates() {
    var rehearsal = Rehearsal()
    rehearsal.add(1, .nodeRetrying)
    rehearsal.answer(.delivered)
    rehearsal.add(2, .nodeRetrying)
    rehearsal.add(3, .nodeRetrying)
    rehearsal.add(4)
    rehearsal.answer(.delivered)
    #expect(rehearsal.sent.map(\.number) == [1, 4])
    rehearsal.goOn()
    #expect(rehearsal.sent.map(\.number) == [1, 4, 3] && rehearsal.sent[2].at == 30_000)
  }

  @Test("when the run has ended, ten seconds are left")
  func end() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.add(2)
    rehearsal.take(rehearsal.queue.close(at: rehearsal.now))
    #expect(rehearsal.queue.nextDeadline == Instant(nanoseconds: 10_000_000_000))
    rehearsal.goOn()
    #expect(rehearsal.log == ["abandoned 1", "failed 1 after 1: ended", "failed 2 after 0: ended"])
    #expect(rehearsal.queue.isEmpty && rehearsal.sent.map(\.number) == [1])
  }

  @Test("a try that would come too late is not waited for")
  func tooLate() {
    var rehearsal = Rehearsal()
    rehearsal.add(1)
    rehearsal.take(rehearsal.queue.close(at: rehearsal.now))
    rehearsal.answer(Self.failure(.throttled, retryAfter: .seconds(11)))
    #expect(rehearsal.log == ["failed 1 after 1: throttled"] && rehearsal.queue.isEmpty)
  }
}
