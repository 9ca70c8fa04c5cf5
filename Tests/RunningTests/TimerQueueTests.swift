import TestSupport
import Testing
import Values

@testable import Running

/// Deadlines come in order, whatever was set and removed before.
@Suite("Timers")
struct TimerQueueTests {
  /// The slow, obvious one.
  private struct Model {
    var timers: [(number: Int, timer: TimerQueue.Timer)] = []
    var count = 0

    mutating func insert(_ timer: TimerQueue.Timer) {
      count += 1
      timers.append((count, timer))
      timers.sort { ($0.timer.deadline, $0.number) < ($1.timer.deadline, $1.number) }
    }
  }

  private static func subject(_ random: inout SeededRandom) -> TimerQueue.Subject {
    let number = Int.random(in: 0..<5, using: &random)
    return [.node(number), .rollback(number), .runbook(0)].randomElement(using: &random) ?? .node(0)
  }

  @Test("agree with a sorted list", arguments: 1...50)
  func model(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var (queue, model) = (TimerQueue(), Model())
    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6:
        let deadline = Instant(nanoseconds: Int.random(in: 0..<20, using: &random))
        let timer = TimerQueue.Timer(deadline: deadline, subject: Self.subject(&random), kind: .timeout)
        queue.insert(timer)
        model.insert(timer)
      case 6..<8:
        let subject = Self.subject(&random)
        queue.removeAll(of: subject)
        model.timers.removeAll { $0.timer.subject == subject }
      default:
        let now = Instant(nanoseconds: Int.random(in: 0..<20, using: &random))
        let due = model.timers.first.flatMap { $0.timer.deadline <= now ? $0.timer : nil }
        if due != nil { model.timers.removeFirst() }
        let popped = queue.popDue(at: now)
        #expect(popped?.deadline == due?.deadline && popped?.subject == due?.subject)
      }
      #expect(queue.next == model.timers.first?.timer.deadline)
    }
  }
}
