/// How the delay between attempts grows (design 5.5).
public enum Backoff: String, Sendable, CaseIterable {
  case constant, linear, exponential

  /// The delay after the attempt of the given number, counted from 1, before jitter.
  ///
  /// Never more than `cap`, however many attempts there were.
  public func delay(afterAttempt attempt: Int, base: Duration, cap: Duration) -> Duration {
    switch self {
    case .constant: return min(base, cap)
    case .linear: return base > cap / max(1, attempt) ? cap : base * max(1, attempt)
    case .exponential:
      var delay = min(base, cap)
      for _ in 1..<max(1, attempt) where delay < cap { delay = delay > cap / 2 ? cap : delay * 2 }
      return delay
    }
  }
}

extension Backoff: ValueConvertible {}
