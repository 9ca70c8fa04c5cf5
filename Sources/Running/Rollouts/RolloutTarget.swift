/// Where one target of a progressive rollout stands, and what was done to it.
struct RolloutTarget: Sendable {
  /// Its batch, from 1.
  let batch: Int
  var phase = TargetPhase.pending
  /// Whether it has the wanted version already, as it said before anything was changed.
  var isCurrent = false
  /// The version that it had before, if it tells.
  var version: String?
  /// Whether it may have been changed.
  var isTouched = false
  /// Whether it may be out of the load balancer.
  var isDrained = false
  /// How often reverting it was tried again.
  var tries = 0
  /// How many of its nodes go on.
  var running = 0

  init(batch: Int) {
    self.batch = batch
  }

  /// Whether it is not, or may not be, as it was.
  var isOpen: Bool { isToRevert && (isTouched || isDrained) }

  /// Whether it is among those that are brought back.
  var isToRevert: Bool {
    switch phase {
    case .done, .failedTouched: isTouched
    case .failedUntouched: true
    default: false
    }
  }
}
