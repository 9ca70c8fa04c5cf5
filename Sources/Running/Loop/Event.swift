public import Values

/// What the outside tells the engine.
public enum Event: Sendable {
  /// A process or request has ended.
  case finished(node: Int, ActionResult)
  /// A person has answered.
  case answered(node: Int, Answer)
  /// A person has answered elsewhere, and that was recorded.
  case decided(Decision)
  /// This person wants the run to pause, and that was recorded.
  case paused(by: String)
  /// What a node claims was taken, or was not.
  case lock(node: Int, LockOutcome)
  /// The keeper of a node's breaker has answered.
  case breaker(node: Int, BreakerAnswer)
  /// What the key-value store holds, at the beginning and whenever that has changed.
  case store(StoreView)
  /// This person wants a rollout to skip its steps, or to go back, and that was recorded.
  case rolloutRequested(node: String, RolloutEvent, by: String)
  /// A signal came.
  case signal(RunSignal)
  /// The process that started pyflow has ended.
  case parentDied
}

/// What the engine orders.
public enum Effect: Sendable {
  /// Record it and show it; before any effect after it is carried out.
  case tell(RunEvent)
  case start(node: Int, step: Step, attempt: Int, Action)
  /// Keep these texts, which were made of secrets, out of everything that is shown or kept from now on.
  case hide([String])
  /// Write these files before anything further starts; they go when the run has ended.
  case write([SecretFile])
  /// Nodes were added behind those that are known.
  case expand(ids: [String])
  /// Signal a node's processes.
  case end(node: Int, EndMode)
  /// Stop asking.
  case withdraw(node: Int)
  /// Ask the keeper of a node's breaker, or tell it something.
  case breaker(node: Int, BreakerRequest)
  /// Take all of a claim, or nothing.
  case lock(node: Int, LockClaim)
  /// Give back what a node has taken, but reserve its locks for the run.
  case reserve(node: Int, ReservationCause)
  /// Give back what a node has taken, or stop trying for it.
  case unlock(node: Int)

  /// How a node's processes are ended.
  public enum EndMode: Sendable, Equatable {
    /// Ask: SIGTERM.
    case terminate
    /// Force: SIGKILL.
    case kill
    /// Pass on a signal that pyflow got.
    case pass(RunSignal)
  }
}
