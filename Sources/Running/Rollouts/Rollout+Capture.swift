internal import Planning

/// What a failure leaves behind is looked at once, before it is cleared away: `on_fail_capture` (design 8).
///
/// Traffic does not wait for it; what would take away what it looks at does.
extension Rollout {
  /// How far that is.
  enum Capture: Sendable, Equatable {
    case notBegun
    case runs(Int)
    case over
  }

  /// Begins to look at the first failure after something was changed.
  mutating func captureIfFailed(_ row: RolloutRow<RolloutPhase>) {
    guard capture == .notBegun, wish == nil, !row.event.isWish, !row.from.isRecovery,
      row.to.isRecovery || row.to == .halted, let place = index.places(of: .capture).first
    else { return }
    capture = .runs(place)
    orders.append(.start([place]))
  }

  /// Whether it must be over before what follows.
  var waitsForCapture: Bool {
    guard case .runs = capture else { return false }
    return phase.hasEnded || phase == .undoDeploy || phase == .reverting
  }

  /// It is over, well or not.
  mutating func captured() {
    let wasAwaited = waitsForCapture
    capture = .over
    if wasAwaited { goOnInPhase() }
  }

  mutating func abandonCapture() {
    guard case .runs(let place) = capture else { return }
    capture = .over
    orders.append(.abandon([place]))
  }
}
