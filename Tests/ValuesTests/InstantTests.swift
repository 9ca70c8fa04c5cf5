import Testing
import Values

@Suite("Moments of the monotonic clock")
struct InstantTests {
  @Test("advance by a duration, and stop at the last there is")
  func advance() {
    let start = Instant(nanoseconds: 5)
    #expect(start.advanced(by: .nanoseconds(7)).nanoseconds == 12)
    #expect(start.advanced(by: .seconds(2)).nanoseconds == 2_000_000_005)
    #expect(start.advanced(by: .seconds(Int64.max)).nanoseconds == .max)
    #expect(Instant(nanoseconds: .max).advanced(by: .nanoseconds(1)).nanoseconds == .max)
    #expect(start < start.advanced(by: .nanoseconds(1)))
  }

  @Test("are never a negative time apart")
  func since() {
    let (early, late) = (Instant(nanoseconds: 10), Instant(nanoseconds: 25))
    #expect(late.duration(since: early) == .nanoseconds(15))
    #expect(early.duration(since: late) == .zero)
  }
}
