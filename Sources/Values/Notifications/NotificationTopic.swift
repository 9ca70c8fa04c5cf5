/// What channels can be told of: the names in `on` (design 3.5).
///
/// The names are part of what other programs read.
public enum NotificationTopic: String, Sendable, CaseIterable {
  case runStarted = "run.started"
  case runResumed = "run.resumed"
  case runInterrupted = "run.interrupted"
  case runWaiting = "run.waiting"
  case runSucceeded = "run.succeeded"
  case runFailed = "run.failed"
  case runRolledBack = "run.rolled_back"
  case runRollbackFailed = "run.rollback_failed"
  case runHalted = "run.halted"
  case runCancelled = "run.cancelled"
  case runRefused = "run.refused"
  case nodeStarted = "node.started"
  case nodeSucceeded = "node.succeeded"
  case nodeRetrying = "node.retrying"
  case nodeFailed = "node.failed"
  case nodeSkipped = "node.skipped"
  case nodeMessage = "node.message"
  case approvalRequested = "approval.requested"
  case approvalReminder = "approval.reminder"
  case approvalEscalated = "approval.escalated"
  case approvalGranted = "approval.granted"
  case approvalRejected = "approval.rejected"
  case rolloutStarted = "rollout.started"
  case rolloutStep = "rollout.step"
  case rolloutWaiting = "rollout.waiting"
  case rolloutUnknown = "rollout.unknown"
  case rolloutPromoted = "rollout.promoted"
  case rolloutSucceeded = "rollout.succeeded"
  case rolloutRolledBack = "rollout.rolled_back"
  case rolloutHalted = "rollout.halted"
  case rollbackStarted = "rollback.started"
  case rollbackFailed = "rollback.failed"
  case breakerOpened = "breaker.opened"
  case lockBroken = "lock.broken"
  case lockStolen = "lock.stolen"
  /// `pyflow notify test`; no run tells it.
  case test = "notify.test"

  /// How much it matters; a failure that is allowed, and what `notify` says, have one of their own.
  public var severity: NotificationSeverity {
    switch self {
    case .runStarted, .runResumed, .runWaiting, .runSucceeded: .info
    case .nodeStarted, .nodeSucceeded, .nodeRetrying, .nodeSkipped, .nodeMessage, .approvalGranted, .test: .info
    case .rolloutStarted, .rolloutStep, .rolloutPromoted, .rolloutSucceeded: .info
    case .rolloutWaiting, .rolloutUnknown, .lockStolen: .warning
    case .rolloutRolledBack, .rolloutHalted: .error
    case .runInterrupted, .runCancelled, .runRefused, .approvalRequested, .approvalReminder, .approvalEscalated,
      .approvalRejected, .breakerOpened, .lockBroken:
      .warning
    case .runFailed, .runRolledBack, .runHalted, .nodeFailed, .rollbackStarted: .error
    case .runRollbackFailed, .rollbackFailed: .critical
    }
  }

  /// Whether it is the last thing that is said of a run: one of them ends every run.
  public var isFinal: Bool {
    switch self {
    case .runSucceeded, .runFailed, .runRolledBack, .runRollbackFailed, .runHalted, .runCancelled, .runRefused: true
    default: false
    }
  }

  /// Whether it is what a process of the run says last: that it has ended, for good or for now.
  public var isEnd: Bool { isFinal || self == .runWaiting }

  /// Whether it is about an approval that a person is asked for.
  public var isApproval: Bool { rawValue.hasPrefix("approval.") }

  /// Whether only the newest of several counts, of one node.
  public var isUpdate: Bool { self == .nodeRetrying || self == .rolloutStep }

  /// Whether it is about one of a run's rollouts; what that means for the run, the run tells itself.
  public var isRollout: Bool { rawValue.hasPrefix("rollout.") }

  /// Whether every node tells it, of which there may be very many.
  private var isOfEveryNode: Bool {
    switch self {
    case .nodeStarted, .nodeSucceeded, .nodeRetrying, .nodeSkipped: true
    default: false
    }
  }

  /// What has happened, in a few words.
  public var summary: String {
    switch self {
    case .runStarted: "a run begins"
    case .runResumed: "it is taken up again"
    case .runInterrupted: "a signal asks it to end"
    case .runWaiting: "it has ended for now: an approval is left, or it was paused"
    case .runSucceeded: "it has succeeded"
    case .runFailed: "it has failed"
    case .runRolledBack: "it has failed, and what it did was undone"
    case .runRollbackFailed: "it has failed, and something could not be undone"
    case .runHalted: "it stands as it is, and needs a person"
    case .runCancelled: "a signal has ended it"
    case .runRefused: "a rollout could not begin as things are, and nothing was changed"
    case .nodeStarted: "an attempt of a node starts"
    case .nodeSucceeded: "a node has succeeded, or found nothing to do"
    case .nodeRetrying: "an attempt has failed, and another one follows"
    case .nodeFailed: "a node has failed; a warning where that is allowed"
    case .nodeSkipped: "a node is left out, or was blocked"
    case .nodeMessage: "what the function `notify` says"
    case .approvalRequested: "a person is asked"
    case .approvalReminder: "half of the time for an answer is over"
    case .approvalEscalated: "nobody has answered; others may now"
    case .approvalGranted: "somebody has approved"
    case .approvalRejected: "somebody has rejected"
    case .rolloutStarted: "a rollout begins to change something"
    case .rolloutStep: "it has come to its next step or batch"
    case .rolloutWaiting: "it waits for a person"
    case .rolloutUnknown: "nobody can tell how it is"
    case .rolloutPromoted: "the new version has all traffic, and is watched"
    case .rolloutSucceeded: "it has succeeded"
    case .rolloutRolledBack: "it has gone back to what was before"
    case .rolloutHalted: "it stands as it is, and needs a person"
    case .rollbackStarted: "what a run did begins to be undone"
    case .rollbackFailed: "something that was done cannot be undone"
    case .breakerOpened: "a circuit breaker opens"
    case .lockBroken: "a lock is taken that was reserved for another run"
    case .lockStolen: "a lock is taken over from a run that has died with it, and left nothing open"
    case .test: "`pyflow notify test`"
    }
  }

  /// The names that `on` may list.
  public static var routed: [NotificationTopic] { allCases.filter { $0 != .test } }

  /// What a channel of a kind hears of where the runbook does not say.
  public static func usual(for kind: ChannelKind) -> [NotificationTopic] {
    switch kind {
    // A run of ten thousand nodes would tell of each that it starts, and that it has ended.
    case .webhook, .command: routed.filter { !$0.isOfEveryNode }
    case .pagerduty: [.runHalted, .runRollbackFailed, .runSucceeded, .runRolledBack]
    case .slack, .teams, .discord, .email, .github:
      // How a rollout ends is told with the run, and that it waits by its question.
      routed.filter { $0.isFinal || $0.isApproval || $0.severity >= .warning && !$0.isRollout } + [.rolloutUnknown]
    }
  }
}
