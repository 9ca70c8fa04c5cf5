/// Why a node ended as it did.
///
/// The words for it stand in `Reason+Wording.swift`.
public enum Reason: Sendable, Equatable {
  // Unchanged.
  case alreadySo(String)

  // Skipped.
  case skipSet
  case conditionFalse(String)
  case conditionsMissed([String])
  case handlersSkipped
  case selection

  // Blocked.
  case blockedBy([String])
  case stopped(after: String?)
  case runCancelled
  /// The time of the whole run was up; also of cancelled nodes, and of the run itself.
  case runTimedOut(String)

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
  case httpStatus(Int, expected: [String])
  case requestFailed(String)
  case answerTooLarge(limit: Int)
  case expression(message: String, location: String)
  case wrongField(String, expected: String, found: String)
  case outputUnreadable(String)
  case outputNotKept(limit: Int)
  case thrown(String)
  case rejected(by: String)
  case approvalTimedOut(String)
  case needsTerminal
  case lockHeld(MachineResource?, by: LockHolder?, limit: String)
  case lockFailed(String)

  // Cancelled.
  case interrupted(RunSignal)
}
