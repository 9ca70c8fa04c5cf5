/// How far the clocks of a time zone are before UTC, at every moment (RFC 8536).
public struct ZoneRules: Sendable, Equatable {
  /// From a moment on, the clocks are so many seconds before UTC.
  struct Transition: Sendable, Equatable {
    let at: Int
    let offset: Int
  }

  /// The offset before the first transition, in seconds.
  let first: Int
  /// The transitions that are known one by one, in order of time.
  let transitions: [Transition]
  /// The rule for what comes after them, if there is one.
  let rest: YearlyClockRule?

  init(first: Int, transitions: [Transition] = [], rest: YearlyClockRule? = nil) {
    self.first = first
    self.transitions = transitions
    self.rest = rest
  }

  /// Clocks that are always so many seconds before UTC.
  public init(offset: Int) {
    self.init(first: offset)
  }

  /// The rules of a text as the variable `TZ` has it: `CET-1CEST,M3.5.0,M10.5.0/3`; nothing if it is none.
  public init?(text: String) {
    guard let rule = YearlyClockRule(text: text) else { return nil }
    self.init(first: rule.standard, rest: rule)
  }

  /// How far the clocks are before UTC, so many seconds after 1970-01-01T00:00:00Z.
  public func offset(at seconds: Int) -> Int {
    guard let last = transitions.last else { return rest?.offset(at: seconds) ?? first }
    if let rest, seconds >= last.at { return rest.offset(at: seconds) }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }
}

extension ClockZone {
  /// The rules of a zone that needs no database.
  public var fixedRules: ZoneRules? {
    if case .offset(let minutes) = self { ZoneRules(offset: minutes * 60) } else { nil }
  }
}
