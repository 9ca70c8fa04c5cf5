internal import Planning
internal import Values

/// When rollouts may begin (design 8, row P8).
///
/// Only the beginning is bound: what is under way goes on, and what goes back goes back at any time.
extension Engine {
  /// Whether a rollout may begin now, or a person has said that it is to begin all the same, which is told.
  mutating func mayBegin(_ strategy: PlanStrategy, of index: Int, at now: Instant) -> Bool {
    guard options.heedsWindows, let window = strategy.window else { return true }
    let date = calendar(at: now)
    if window.isOpen(at: date) { return true }
    if let reason = options.breakGlass {
      let override = WindowOverride(window: window.window.text, by: context.user.text, reason: reason)
      tell(.windowOverridden(node: index, override))
      return true
    }
    let opening = window.opening(after: date)
    refusals[index] = .outsideWindow(
      window.window.text, opens: opening.map { "\($0.clock), in \(Self.text(of: $0.wait))" })
    return false
  }

  /// A long time in whole minutes.
  private static func text(of wait: Duration) -> String {
    DurationText.format(.seconds(max(1, wait.milliseconds / 60_000) * 60))
  }
}
