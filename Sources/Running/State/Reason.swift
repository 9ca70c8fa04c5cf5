/// Why a node ended as it did.
///
/// The words for it stand in `Reason+Wording.swift`.
public enum Reason: Sendable, Equatable {
  // Unchanged.
  case alreadySo(String)
  /// A function found that it had nothing to do.
  case nothingToChange(String)

  // Skipped.
  case skipSet
  case conditionFalse(String)
  case conditionsMissed([String])
  case handlersSkipped
  case selection
  /// With why it had failed before.
  case skippedByPerson(String, after: String)

  // Blocked.
  case blockedBy([String])
  case stopped(after: String?)
  case runCancelled
  case halted(at: String)
  /// A person wanted nothing new to start; also of nodes that would have been tried again, and of the run itself.
  case paused(by: String)
  /// Only what had failed was to run again; also of the run itself.
  case notWanted
  /// The time of the whole run was up; also of cancelled nodes, and of the run itself.
  case runTimedOut(String)
  /// The time in which everything has to be undone was up; of rollbacks.
  case recoveryTimedOut(String)

  /// More instances of the node have failed than may.
  case instancesExhausted(of: String)

  // Of a node with instances.
  case noInstances
  /// In an earlier attempt there was an item for it.
  case notAnItem
  case instancesSkipped
  case instancesFailed(Int, of: Int, allowed: Int)
  case instancesCancelled(Int, of: Int)

  // Of a node that runs a runbook, or that belongs to that.
  case runbookFailed(String)
  case runbookTimedOut
  case runbookNotRun(String)
  case notUndone([String])

  // Failed.
  case exitCode(Int)
  case killed(signal: Int)
  case timedOut(String)
  /// It used up its processor time.
  case cpuSpent(String)
  case couldNotStart(String)
  /// `location`: where a redirect leads that was not followed.
  case httpStatus(Int, expected: [String], location: String? = nil)
  case requestFailed(RequestFailure)
  /// The answer is not what the node expects.
  case expectationFalse(String)
  case answerTooLarge(limit: Int)
  case expression(message: String, location: String)
  case wrongField(String, expected: String, found: String)
  case outputUnreadable(String)
  case outputNotKept(limit: Int)
  case thrown(String)
  case functionFailed(FunctionFailure)
  case rejected(by: String)
  case approvalTimedOut(String)
  case needsTerminal
  case lockHeld(MachineResource?, by: LockHolder?, limit: String)
  case lockFailed(String)
  /// A lock that is held elsewhere is somebody's; what is said of them.
  case sharedLockHeld(String)
  /// The run that had the lock has left its rollout open.
  case previousRunDirty(MachineResource?, LockHolder?)
  /// Tried again after a wait, or now by another run; with why the attempt before failed, if there was one.
  case breakerOpen(String, failures: Int, wait: String?, last: String?)

  // Of a sample, and of a node that was polled.
  case failIf(String)
  case notYet(String)
  case emptyAnswer
  case samplesFailed(Int, allowed: Int, last: String)
  case samplesUnknown(Int, last: String)
  case noVerdict(within: String, last: String?)

  // Of a rollout, and of its nodes.
  /// It has ended otherwise than well, for a cause that its table names, at a node.
  case rollout(RolloutPhase, cause: String?, at: String?)
  /// It may not begin now; when it may, if that is known.
  case outsideWindow(String, opens: String?)
  /// The traffic is nowhere where it could begin: what a probe printed, and the colours that it may print, of BlueGreen.
  case misplaced(String, colors: [String])
  /// What a metric has shown.
  case metric(String, String)
  /// The rollout did not need it, or not any more.
  case rolloutWentOn
  /// The rollout is to stop, and its time to end by itself is over.
  case rolloutStopped

  // Of a node that was under way when the run's process died.
  /// With what keeps its probe from telling.
  case outcomeUnknown(String?)
  /// It happened, and nobody knows any more what it gave.
  case resultLost
  case confirmed

  // Cancelled.
  case interrupted(RunSignal)
}
