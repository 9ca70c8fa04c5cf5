internal import Values

/// Where one node stands in the engine.
struct NodeState: Sendable {
  var status = NodeStatus.pending
  var reason: Reason?
  /// Plain entries whose node has not settled.
  var openGates: Int32 = 0
  /// Nodes that are only waited for and have not ended.
  var openWaits: Int32 = 0
  /// Conditional entries whose node has not ended.
  var openConditions: Int32 = 0
  /// Conditional entries that hold.
  var holding: Int32 = 0
  /// Whether a conditional entry blocks.
  var hasBlockedCondition = false
  /// Whether a decision was made, or is about to be.
  var isDecided = false
  /// Whether it has ended, and everything that an entry on it is read through to has ended too.
  var isSettled = false
  /// Whether it is left out, and what it depends on would have blocked it.
  var isHeldBack = false
  /// What makes plain entries on it block; known once it is settled.
  var blame = Blame.none
  /// Whether it started because of a failure, after the run was stopped or not.
  var startedAsAnswer = false
  /// Whether it, or something that it depends on, failed without permission.
  var hasFailureBehind = false
  /// Whether a `:failure` or `:done` entry of it holds because that node failed.
  var answersByEntry = false
  /// Whether it has taken from its pools.
  var holdsShares = false
  /// Whether it holds its locks.
  var isLocked = false
  var attempt = 0
  var startedAt = Instant(nanoseconds: 0)
  var isTimedOut = false
  /// Whether a person has let it start.
  var isConfirmed = false
  /// Whether a person has accepted what it did.
  var isAccepted = false
  /// Whether its `unless` is being asked.
  var isAsking = false
  /// Whether its `unless` has said that something is to be done.
  var isNeeded = false
  /// Whether a signal was passed on to it.
  var isInterrupted = false
}
