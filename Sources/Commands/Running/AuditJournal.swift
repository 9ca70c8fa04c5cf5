internal import Audit
internal import Effects
internal import Planning
internal import Running
internal import Values

/// Records a run in the audit file: every round in one write under the file's lock, before anything that follows from it starts.
///
/// From the first question on it also follows what others write there, and hands on their answers.
struct AuditJournal: Journal {
  private let run: String
  private let folder: String
  private let access: FileAccess
  private let calls: any FileCalls
  private let writer: AuditWriter
  private var encoder: AuditEncoder
  /// What others have written was read up to here; nothing before the first question.
  private var follower: AuditFollower?
  /// Answers that were read and not handed on yet.
  private var answers: [Decision] = []
  private var hasWarned = false
  private let identify: (Int) -> Person
  private let warn: (String) -> Void

  /// A journal of the run `run` in the file at `path`; large values go to files in `folder`, what it repairs to `warn`.
  ///
  /// `identify` tells who the user of a number is.
  init(
    path: String, folder: String, plan: Plan, run: String, access: FileAccess = .userAlone,
    on calls: any FileCalls = SystemFileCalls(),
    identify: @escaping (Int) -> Person = UserDatabase.person, warn: @escaping (String) -> Void
  ) throws(AuditWriter.Failure) {
    self.run = run
    self.folder = folder
    self.access = access
    self.calls = calls
    self.identify = identify
    self.warn = warn
    encoder = AuditEncoder(plan: plan, run: run)
    writer = try AuditWriter(path: path, for: access, on: calls, warn: warn)
  }

  /// Records the start of the run and its plan.
  mutating func begin(_ identity: RunIdentity, digest: SHA256Digest, options: RunOptions, at date: Timestamp) throws {
    let bodies =
      [encoder.runStarted(identity, digest: digest, options: options)] + encoder.runSources()
      + encoder.runPlan()
    try write(bodies, at: date)
  }

  /// Records that a run is taken up again; with its plan, if that is a new one.
  mutating func resume(
    _ identity: RunIdentity, for purpose: RunPurpose, newPlan: SHA256Digest?, options: RunOptions, at date: Timestamp
  ) throws {
    let start = encoder.runResumed(identity, for: purpose, newPlan: newPlan, options: options)
    try write([start] + (newPlan == nil ? [] : encoder.runPlan()), at: date)
  }

  private mutating func write(_ bodies: [[UInt8]], at date: Timestamp) throws {
    try writeSpills()
    try writer.write(at: date) { writer in
      for body in bodies { writer.seal(body, at: date) }
    }
  }

  /// Records the events of a round.
  mutating func append(_ events: [RunEvent], at date: Timestamp) throws {
    try writer.append(
      at: date, look: { try look(at: $0) },
      { writer in
        var mustBeOnDisk = false
        for event in events {
          guard let body = encoder.body(of: event) else { continue }
          writer.seal(body, at: date)
          mustBeOnDisk = mustBeOnDisk || encoder.mustBeOnDisk(event)
        }
        try writeSpills()
        return mustBeOnDisk
      })
    let asks = events.contains { if case .approvalRequested = $0 { true } else { false } }
    // What this run has written itself need not be read.
    if asks || follower != nil, follower?.isBroken != true { follower = writer.end }
  }

  private mutating func writeSpills() throws {
    for spill in encoder.takeSpills() {
      // A record that is on disk must not name a file that is not.
      try calls.write(spill.bytes, to: folder + "/" + spill.name, for: access)
    }
  }

  /// Fails if something that was recorded may not have reached the disk.
  func check() throws { try writer.checkSyncs() }

  // MARK: - What others write

  /// The answers that were recorded elsewhere since the last call.
  mutating func decisions() throws -> [Decision] {
    if let offset = follower?.offset { try writer.read(ifGrownFrom: offset) { try look(at: $0) } }
    defer { answers = [] }
    return answers
  }

  /// Reads what others have written since the last time.
  private mutating func look(at file: AppendOnlyFile) throws {
    guard var follower else { return }
    var found: [Decision] = []
    var isBroken = false
    try follower.catchUp(with: file) { line, isSound in
      isBroken = isBroken || !isSound
      if isSound, let decision = answer(in: line) { found.append(decision) }
    }
    self.follower = follower
    answers += found
    guard isBroken, !hasWarned else { return }
    hasWarned = true
    warn("somebody else than pyflow changed the audit; answers in it do not count any more: pyflow audit verify")
  }

  private static let approval = Array("\"event\":\"approval.".utf8)

  /// The answer to a question of this run that a record holds.
  ///
  /// Of whom it names, only the number counts: name and groups are those that the system's files have for it now.
  private func answer(in line: ArraySlice<UInt8>) -> Decision? {
    guard line.prefix(200).contains(Self.approval), let record = AuditRecord(line), record.run == run,
      let decision = Decision(record), decision.origin == .command
    else { return nil }
    return decision.identified(by: identify)
  }
}
