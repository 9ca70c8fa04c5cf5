/// What a rollout, or a target of one, hears: how what it did has ended, what was seen, and what people say.
public enum RolloutEvent: String, Sendable, CaseIterable {
  // What it did.
  case begin, ok, fail, timeout, elapsed

  // What a check of several samples says.
  case pass, unknown
  /// The window is over, and there were too few samples for a verdict.
  case tooFew = "too_few"
  /// What is compared with, or what traffic went back to, is sick itself.
  case stableSick = "stable_sick"

  // What was seen of where traffic goes, against what was set last and what is being set.
  case isNew = "new"
  case isOld = "old"
  /// Neither: somebody else changes it too.
  case drifted
  /// It is nothing that it can be: a colour that there is not.
  case strange
  /// There is nothing that could be asked.
  case unobserved
  /// What is wanted is there already.
  case nothingToDo = "noop"

  // The lock.
  case locked, busy
  /// The lock's holder has died, and has left nothing to undo.
  case stale
  case lockTimeout = "lock_timeout"
  /// The lock is reserved for a run that has left something undone.
  case dirty
  case outsideWindow = "outside_window"

  // People and signals.
  case approved, rejected, promote, abort, cancel
  case cancelAgain = "cancel_again"
  case processDeath = "process_death"

  // Targets and their batches.
  case batchEnded = "batch_ended"
  case tooManyFailures = "too_many_failures"
  case belowCapacity = "below_capacity"
  case noProgress = "no_progress"
  case stopped
  case revert
}
