internal import Audit
internal import Effects
internal import Planning
internal import Running
internal import Values

/// Records a run in the audit file: every round in one write under the file's lock, before anything that follows from it starts.
///
/// It also follows what others write there, and hands on their answers, and that the run is to pause.
struct AuditJournal: Journal {
  private let run: String
  private let folder: String
  private let access: FileAccess
  private let calls: any FileCalls
  let writer: AuditWriter
  private var encoder: AuditEncoder
  /// What others have written was read up to here; nothing before the run's first record.
  private var follower: AuditFollower?
  /// What was read for this run and not handed on yet.
  private var received: [Event] = []
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
    _ identity: RunIdentity, for purpose: RunPurpose, newPlan: SHA256Digest?, scope: ResumeScope = .rest,
    options: RunOptions, at date: Timestamp
  ) throws {
    let start = encoder.runResumed(identity, for: purpose, newPlan: newPlan, scope: scope, options: options)
    try write([start] + (newPlan == nil ? [] : encoder.runPlan()), at: date)
  }

  private mutating func write(_ bodies: [[UInt8]], at date: Timestamp) throws {
    try writeSpills()
    try writer.write(at: date) { writer in
      for body in bodies { writer.seal(body, at: date) }
    }
    follower = writer.end
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
    // What this run has written itself need not be read.
    if follower?.isBroken != true { follower = writer.end }
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

  /// What was recorded elsewhere for this run since the last call.
  mutating func messages() throws -> [Event] {
    if let offset = follower?.offset { try writer.read(ifGrownFrom: offset) { try look(at: $0) } }
    defer { received = [] }
    return received
  }

  /// Reads what others have written since the last time.
  private mutating func look(at file: AppendOnlyFile) throws {
    guard var follower else { return }
    var found: [Event] = []
    var isBroken = false
    try follower.catchUp(with: file) { line, isSound in
      isBroken = isBroken || !isSound
      if isSound, let event = message(in: line) { found.append(event) }
    }
    self.follower = follower
    received += found
    guard isBroken, !hasWarned else { return }
    hasWarned = true
    warn("somebody else than pyflow changed the audit; nothing in it counts for this run any more: pyflow audit verify")
  }

  private static let approval = Array("\"event\":\"approval.".utf8)
  private static let rollout = Array("\"event\":\"\(AuditEvent.rolloutRequested.rawValue)\"".utf8)
  private static let pause = Array("\"event\":\"\(AuditEvent.runPauseRequested.rawValue)\"".utf8)

  /// The answer to a question of this run, or the wish that it pauses, that a record holds.
  ///
  /// Of whom it names, only the number counts: name and groups are those that the system's files have for it now.
  private func message(in line: ArraySlice<UInt8>) -> Event? {
    let head = line.prefix(200)
    guard head.contains(Self.approval) || head.contains(Self.pause) || head.contains(Self.rollout),
      let record = AuditRecord(line), record.run == run
    else { return nil }
    if let request = RolloutRequest(record) {
      return .rolloutRequested(node: request.node, request.wish, by: identify(request.person.userID).text)
    }
    if let request = PauseRequest(record) { return .paused(by: identify(request.person.userID).text) }
    guard let decision = Decision(record), decision.origin == .command else { return nil }
    return .decided(decision.identified(by: identify))
  }
}
