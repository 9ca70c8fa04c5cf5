internal import Running
internal import Values

/// Two watchers of a run, the second of which may be missing.
struct EventSinkPair<First: EventSink, Second: EventSink>: EventSink {
  var first: First
  var second: Second?

  mutating func hide(_ secrets: [String]) {
    first.hide(secrets)
    second?.hide(secrets)
  }

  mutating func hear(_ events: [RunEvent], at now: Instant) {
    first.hear(events, at: now)
    second?.hear(events, at: now)
  }

  mutating func idle(at now: Instant) {
    first.idle(at: now)
    second?.idle(at: now)
  }
}
