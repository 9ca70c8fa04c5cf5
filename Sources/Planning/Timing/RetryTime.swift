internal import Templates
internal import Values

/// The longest time that retrying adds to a node: delays as long as they can be.
enum RetryTime {
  /// The sum of the delays between so many attempts, in seconds.
  ///
  /// O(1) for constant and linear delays; doubled ones reach the longest delay after a few.
  static func delays(attempts: Int, base: Double, cap: Double, backoff: Backoff) -> Double {
    let count = Double(max(0, attempts - 1))
    let first = min(base, cap)
    switch backoff {
    case .constant: return count * first
    case .linear:
      let growing = base > 0 ? min(count, (cap / base).rounded(.down)) : 0
      return base * growing * (growing + 1) / 2 + (base > 0 ? (count - growing) * cap : 0)
    case .exponential:
      var (sum, delay, rest) = (0.0, first, count)
      while rest > 0, delay < cap, delay > 0 {
        sum += delay
        delay = min(delay * 2, cap)
        rest -= 1
      }
      return sum + rest * delay
    }
  }

  /// The delays of `retry`, and its attempts; nothing if they are known only when the node runs.
  static func bounds(of retry: PlanRetry) -> (attempts: Double, delays: Double)? {
    guard let attempts = retry.attempts.literal, let delay = retry.delay.literal, let cap = retry.maximumDelay.literal,
      let backoff = retry.backoff.literal
    else { return nil }
    let sum = delays(attempts: attempts, base: delay / .seconds(1), cap: cap / .seconds(1), backoff: backoff)
    return (Double(max(1, attempts)), sum)
  }
}
