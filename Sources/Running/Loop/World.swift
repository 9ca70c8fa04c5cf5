public import Values

/// Everything outside the engine that acts: processes, requests, people, clocks, signals.
///
/// The real one is in `Effects`; tests have one in which time is a number.
public protocol World {
  /// The monotonic clock.
  func now() -> Instant
  /// The calendar clock.
  func date() -> Timestamp
  /// Carries out one of `start`, `hide`, `expand`, `end`, `withdraw`, `lock` and `unlock`. What comes of it is an event of a later `wait`.
  mutating func perform(_ effect: Effect)
  /// Waits for events until `deadline`; returns none if it passes.
  mutating func wait(until deadline: Instant?) -> [Event]
  /// Ends every process that is left, at once, and waits until it is gone.
  mutating func endEverything()
}

/// Where events are recorded.
public protocol Journal {
  /// Records the events of one round, in order, or fails; then nothing that follows from them may start (design 6).
  mutating func append(_ events: [RunEvent], at date: Timestamp) throws
  /// Fails if something that was recorded has been lost since; asked every so often while nothing happens.
  func check() throws
  /// What others have recorded for this run since the last call: answers to its questions, and that it is to pause.
  mutating func messages() throws -> [Event]
}

/// Whoever watches a run.
public protocol EventSink {
  /// Hears of texts that were made of secrets, before any event that comes after.
  mutating func hide(_ secrets: [String])
  /// Hears of the events of one round, in order, after they were recorded.
  mutating func hear(_ events: [RunEvent], at now: Instant)
  /// Hears that time has passed without any event.
  mutating func idle(at now: Instant)
}
