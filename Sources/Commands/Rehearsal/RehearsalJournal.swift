internal import Audit
internal import Planning
internal import Running
internal import Values

/// The record of a rehearsal, in memory: the same bytes as a file would have, read back as they are written.
struct RehearsalJournal: Sendable {
  private var encoder: AuditEncoder
  private var chain = AuditChain.start
  private let digest: SHA256Digest
  /// All lines.
  private(set) var lines: [UInt8] = []
  /// What was too large for a line, and goes to files of the run.
  private(set) var spills: [AuditSpill] = []

  init(_ plan: Plan, run: String) {
    encoder = AuditEncoder(plan: plan, run: run)
    digest = PlanEncoder(plan).digest
  }

  mutating func begin(
    _ identity: RunIdentity, _ options: RunOptions, at date: Timestamp, into history: inout RunHistory
  ) {
    seal(encoder.runStarted(identity, digest: digest, options: options), at: date, into: &history)
    for body in encoder.runPlan() { seal(body, at: date, into: &history) }
  }

  mutating func resume(
    _ identity: RunIdentity, for purpose: RunPurpose, _ options: RunOptions, at date: Timestamp,
    into history: inout RunHistory
  ) {
    seal(encoder.runResumed(identity, for: purpose, options: options), at: date, into: &history)
  }

  mutating func append(_ events: [RunEvent], at date: Timestamp, into history: inout RunHistory) {
    for event in events {
      if let body = encoder.body(of: event) { seal(Array(body), at: date, into: &history) }
    }
    spills += encoder.takeSpills()
  }

  /// Appends what an operator wants, which the verb records before the run hears of it.
  mutating func append(_ request: RolloutRequest, at date: Timestamp, into history: inout RunHistory) {
    seal(request.body, at: date, into: &history)
  }

  private mutating func seal(_ body: [UInt8], at date: Timestamp, into history: inout RunHistory) {
    let start = lines.count
    chain.seal(body, at: date, into: &lines)
    if let record = AuditRecord(lines[start..<lines.count - 1]) { history.add(record) }
  }
}
