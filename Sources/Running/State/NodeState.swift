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
  /// Whether it has taken from the pools that all runs of the machine share, or has asked for it.
  var claimsShares = false
  /// Whether it holds what it claims of the machine.
  var isLocked = false
  /// The number of its last attempt, of the last one before if it has not started.
  var attempt = 0
  /// Attempts that were made before what it belongs to was begun again.
  var attemptsBefore = 0
  /// How often what it belongs to was begun.
  var generation = 1
  /// Whether it has one of the places of `jobs`.
  var holdsPlace = false
  var startedAt = Instant(nanoseconds: 0)
  var isTimedOut = false
  /// Whether a person has let it start.
  var isConfirmed = false
  /// Whether a person has accepted what it did.
  var isAccepted = false
  /// Whether its `unless` is being asked.
  var isAsking = false
  /// Whether its breaker is being asked.
  var isAskingBreaker = false
  /// Whether its breaker has let its attempt through, and waits to hear of its end.
  var isAdmitted = false
  /// How often a person was asked about its failure.
  var failureQuestions = 0
  /// Whether its `unless` has said that something is to be done.
  var isNeeded = false
  /// Whether a process or request of it has started.
  var hasRun = false
  /// Whether a person has agreed that it starts.
  var isPermitted = false
  /// How often it was tried to undo it.
  var rollbackAttempts = 0
  /// Whether it has to be undone if its runbook fails.
  var isRegistered = false
  /// Whether it has to be undone for what it did before the run was taken up again, whatever comes of it now.
  var isLeftBehind = false
  /// Whether it was under way when the run's process died, so that nobody knows what came of it.
  var isUncertain = false
  /// Whether it had done its work before the run was taken up again, and nobody has said yet whether that is as it should be.
  var hasWorked = false
  /// Whether it is being found out what came of it then.
  var isConfirming = false
  /// While nodes are undone, those that depend on it and are not through yet.
  var openDependents: Int32 = 0
  /// Why it was asked to end, if not by its own time.
  var interruption: Reason?

  /// Whether a process runs for it that only looks, before its own action starts.
  var isLooking: Bool { isAsking || isConfirming }

  /// Whether it may have changed something, also before what it belongs to was begun again.
  var mayHaveRun: Bool { hasRun || attemptsBefore > 0 }

  /// Whether it has started, since what it belongs to was begun.
  var hasStarted: Bool { attempt > attemptsBefore }

  /// Its state when what it belongs to is begun again.
  var again: NodeState {
    var state = NodeState()
    state.attempt = attempt
    state.attemptsBefore = attempt
    state.generation = generation + 1
    state.rollbackAttempts = rollbackAttempts
    return state
  }
}
