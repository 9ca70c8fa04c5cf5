internal import Audit
internal import Planning
internal import Running
internal import Values

/// What a session knows of the run that it takes up again.
struct ResumedRun {
  let id: String
  /// Its own process, which is dead.
  let process: RunProcess?
  let purpose: RunPurpose
  let past: PastRun
  /// What of it is wanted.
  let scope: ResumeScope
  /// Who started the run.
  let requester: Person?
  /// What channels were told of it.
  let notified: NotificationHistory
  /// When it was started.
  let startedAt: Timestamp?
  /// How often it was begun, or taken up again, this time included.
  let attempt: Int
  /// How large the audit file was then: if it has not grown, nobody has written anything.
  let auditSize: Int
  /// How many records it had when it was read: with more, somebody else has taken it up meanwhile.
  let recordCount: Int
  /// Whether its plan is another one than that on record, because values were given anew.
  let hasNewPlan: Bool
}
