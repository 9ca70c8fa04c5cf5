public import Planning
public import Values

/// What has happened in a run: recorded, and shown to people.
public enum RunEvent: Sendable {
  /// Everything that the node depends on allows it to start.
  case ready(node: Int)
  /// The instances of a node were made, which only the run could tell; they stand behind all nodes that are known.
  case expanded(node: Int, [PlanNode])
  /// An attempt starts; told before it does.
  case started(node: Int, attempt: Int, action: Action)
  /// An attempt has failed, and another one follows after a delay.
  case retrying(NodeRetry)
  /// A sample of a node that is polled was taken.
  case sampled(NodeSample)
  /// A node has ended after it ran, or failed before it could.
  case finished(NodeFinish)
  /// A node stays as it was when the run ended that is taken up again. Shown, not recorded: its own records tell it.
  case kept(node: Int, status: NodeStatus)
  /// A node that had ended is begun again, because the run is taken up.
  case renewed(node: Int, generation: Int)
  /// A node has ended without running.
  case passedOver(node: Int, status: NodeStatus, reason: Reason)
  /// People are asked.
  case approvalRequested(ApprovalRequest)
  case approvalGranted(ApprovalGrant)
  case approvalRejected(node: Int, Decision)
  /// An answer that was recorded does not count.
  case approvalRefused(node: Int, Decision, ApprovalObjection)
  /// Nobody has answered for so long that others may approve too.
  case approvalEscalated(node: Int, to: [Approver], isAskedHere: Bool)
  /// A question is no longer asked at the terminal. Shown, not recorded.
  case approvalWithdrawn(node: Int)
  /// Whoever approves is asked to fill something in, again if an answer was refused. Shown, not recorded.
  case fieldAsked(node: Int, PlanField, refusal: String?)
  /// A person is asked what to do about a failure.
  case failureAsked(FailureQuestion)
  /// They have answered; nobody has in time if no person is named.
  case failureAnswered(node: Int, FailureDecision, by: String?)
  /// What a person typed is no answer to the question. Shown, not recorded.
  case answerUnclear(node: Int)
  /// Another run holds what a node needs. Shown, not recorded.
  case lockAwaited(node: Int, MachineResource, holder: LockHolder?)
  /// A node holds what it claims of the machine, or the whole run if no node is named.
  case lockAcquired(node: Int?, LockClaim)
  /// It is given back; told before it is.
  case lockReleased(node: Int?, LockClaim)
  /// The run's own locks stay with it although it ends; told in place of their release.
  case lockReserved(LockClaim, ReservationCause)
  /// A lock was taken although it was reserved for another run.
  case lockBroken(node: Int?, BrokenReservation)
  /// A lock was taken over from a run that has died with it, and has left nothing open.
  case lockStolen(node: Int, BrokenReservation)
  /// Something happened to a node's circuit breaker.
  case breaker(node: Int, name: String, BreakerChange)
  /// A person wants the run to pause; false if it is being undone, or ends already. Shown, not recorded: their record tells it.
  case pauseRequested(by: String, isHeeded: Bool)
  /// A signal came; true if it is not the first.
  case interrupted(RunSignal, isRepeated: Bool)
  /// The process that started pyflow has ended, which counts as a signal or does not.
  case parentDied(countsAsSignal: Bool)
  /// What is left of the time between being asked to stop and being killed is needed to end in good order. Shown, not
  /// recorded.
  case noticeOver(Duration)
  /// The time of the forward phase is up; true if that of what answers it is too. Shown, not recorded: `runFinished` tells it.
  case overtime(Duration, isFinal: Bool)
  /// A rollout has gone on to another phase, or has come to its end.
  case rolloutMoved(node: Int, RolloutMove)
  /// A rollout begins although its window is closed.
  case windowOverridden(node: Int, WindowOverride)
  /// A person wants a rollout to skip its steps, or to go back; false if it cannot. Shown, not recorded: their record tells it.
  case rolloutRequested(node: Int, RolloutEvent, by: String, isHeeded: Bool)
  /// What a node changes was looked at.
  case captured(NodeCapture)
  /// What was done before a node is not undone any more.
  case rollbacksClosed(ClosedRollbacks)
  /// A person is asked whether to undo what was done.
  case rollbackRequested(RollbackRequest)
  /// They want it undone.
  case rollbackGranted(by: String)
  /// They want it left as it is.
  case rollbackRejected(by: String)
  /// What undoes a node starts.
  case rollbackStarted(node: Int, attempt: Int, action: Action)
  /// What undoes a node has ended.
  case rollbackFinished(NodeFinish)
  /// The run has ended.
  case runFinished(RunFinish)
}

/// A failed attempt of a node that is tried again.
public struct NodeRetry: Sendable {
  /// The node's index.
  public var node: Int
  /// Whether it is its rollback that is tried again.
  public var isRollback: Bool
  /// The attempt that has failed.
  public var attempt: Int
  /// Why.
  public var reason: Reason
  /// How long until the next attempt.
  public var delay: Duration
  /// How its process or request ended, if it had one.
  public var result: ActionResult?

  /// A failed attempt.
  public init(
    node: Int, isRollback: Bool = false, attempt: Int, reason: Reason, delay: Duration, result: ActionResult?
  ) {
    self.node = node
    self.isRollback = isRollback
    self.attempt = attempt
    self.reason = reason
    self.delay = delay
    self.result = result
  }
}

/// The end of a node.
public struct NodeFinish: Sendable {
  /// The node's index.
  public var node: Int
  /// Its attempt; 0 if it never started.
  public var attempt: Int
  /// How it ended.
  public var status: NodeStatus
  /// Why, unless it succeeded.
  public var reason: Reason?
  /// Whether its failure is allowed.
  public var isAllowed: Bool
  /// How long it ran.
  public var duration: Duration
  /// How its process or request ended, if it had one.
  public var result: ActionResult?
  /// What it leaves for others, if anybody reads it.
  public var kept: KeptResult?
  /// Whether there is something to undo.
  public var isRegistered = false
}

/// What a node leaves for others, as it is recorded.
public struct KeptResult: Sendable, Equatable {
  /// What it printed, as far as it was kept.
  public var stdout: String?
  /// What it printed on its standard error, as far as it was kept.
  public var stderr: String?
  /// Its outputs.
  public var outputs: ValueMap?
  /// The header fields of its answer.
  public var headers: ValueMap?
  /// What of this is not what it was, because secrets were replaced.
  public var masked: [ResultAttribute] = []

  /// What a node leaves.
  public init(stdout: String? = nil, stderr: String? = nil, outputs: ValueMap? = nil, headers: ValueMap? = nil) {
    self.stdout = stdout
    self.stderr = stderr
    self.outputs = outputs
    self.headers = headers
  }
}

/// The end of a run.
public struct RunFinish: Sendable, Equatable {
  /// How it ended.
  public var status: RunStatus
  /// The node whose failure came first.
  public var cause: Int?
  /// The node at which it was halted, because nobody could tell how things are.
  public var haltedAt: Int?
  /// Why it ended, where that is not a node's failure or a signal: its time was up.
  public var reason: Reason?
  /// How many nodes ended how.
  public var counts: [NodeStatus: Int]
  /// Nodes whose failure was allowed.
  public var allowedFailures: [Int]
  /// Nodes that were undone.
  public var undone: [Int] = []
  /// Nodes that should have been undone and were not, the last started first.
  public var notUndone: [Int] = []
  /// Nodes that may have changed something and have no rollback, where others were undone.
  public var withoutRollback: [Int] = []
  /// The commands that would undo what was not undone.
  public var commandsLeft: [String] = []
  /// What is not undone because a pivot has succeeded, in the order in which they did.
  public var closed: [ClosedRollbacks] = []
  /// The run's outputs.
  public var outputs = ValueMap()
  /// The names of those in which secrets were replaced.
  public var maskedOutputs: [String] = []
  /// Why its locks stay reserved for it.
  public var reservation: ReservationCause?
  /// The signal that ended it.
  public var signal: RunSignal?
  /// How long it took.
  public var duration: Duration

  /// An end.
  public init(
    status: RunStatus, cause: Int?, counts: [NodeStatus: Int], allowedFailures: [Int], undone: [Int] = [],
    notUndone: [Int] = [], signal: RunSignal?, duration: Duration
  ) {
    self.undone = undone
    self.notUndone = notUndone
    self.status = status
    self.cause = cause
    self.counts = counts
    self.allowedFailures = allowedFailures
    self.signal = signal
    self.duration = duration
  }
}
