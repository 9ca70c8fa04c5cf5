internal import Running

/// Why a rollout does not do what an operator wants, in words.
enum RolloutWishText {
  /// What is in its way in a phase; nothing stands for the time when the rollout has ended.
  static func obstacle(to wish: RolloutEvent, in phase: RolloutPhase?) -> String {
    guard let phase, !phase.hasEnded else { return "it has ended" }
    switch phase {
    case .soaking where wish == .promote, .waitingInSoak where wish == .promote: return "all traffic goes to it already"
    case _ where wish == .promote: return "a Canary can be promoted while a step is watched, or waits for an answer"
    case .retiring: return "what it would go back to is being removed"
    case .closing:
      return "all is done but a last look at where the traffic is; pyflow rollback goes back once it has ended"
    case .forwardHold: return "what it would go back to may be gone: all traffic goes to the new version"
    default: return "it goes back already"
    }
  }
}
