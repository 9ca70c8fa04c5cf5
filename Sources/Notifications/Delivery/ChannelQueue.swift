internal import Values

/// What waits for one channel, and how the channel does.
struct ChannelQueue: Sendable {
  /// A delivery that is being tried.
  struct Attempt {
    var delivery: Delivery
    /// How often it was sent, this time included.
    var tries: Int
    /// Since when it is under way; nothing while it waits for its next try.
    var isUnderWay: Bool
    /// When it is tried again.
    var next: Instant
    /// Why it was not delivered the last time.
    var failure: DeliveryFailure?
  }

  /// Whether the channel is left alone.
  enum Breaker: Equatable {
    case closed
    case open(until: Instant)
    /// One is let through.
    case halfOpen
  }

  var waiting: [Delivery] = []
  var current: Attempt?
  var failuresInRow = 0
  var breaker = Breaker.closed
  /// Why nothing is sent to it any more.
  var refusal: DeliveryFailure?
  /// When updates were last sent.
  var lastUpdates: [String: Instant] = [:]

  var isIdle: Bool { waiting.isEmpty && current == nil }
  var isFull: Bool { waiting.count >= DeliveryQueue.capacity }

  /// Takes the oldest out that is no end, where an end comes; nothing if there is none, or if it can wait no more than the others.
  mutating func makeRoom(for delivery: Delivery) -> Delivery? {
    guard delivery.isEnd, let oldest = waiting.firstIndex(where: { !$0.isEnd }) else { return nil }
    return waiting.remove(at: oldest)
  }
}
