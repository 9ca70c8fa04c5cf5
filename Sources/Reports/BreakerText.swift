internal import Running
internal import Text
internal import Values

/// What happened to a circuit breaker, in one line.
enum BreakerText {
  static func words(_ change: BreakerChange, breaker name: String, node: String) -> String {
    let breaker = "breaker `\(OutputText.oneLine(name))`"
    return switch change {
    case .opened(let failures, let cooldown):
      "\(breaker) opens: \(failures) failure\(failures == 1 ? "" : "s") in a row; it lets nothing through for "
        + DurationText.format(cooldown)
    case .halfOpen: "\(breaker) is half-open: \(node) tries whether it works again"
    case .closed: "\(breaker) closes: it works again"
    case .unusable(let message): "\(breaker) is taken as closed: \(OutputText.oneLine(message))"
    }
  }
}
