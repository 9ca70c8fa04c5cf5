internal import Audit
internal import Effects
internal import Planning
internal import Running
internal import Values

/// Records a run in the audit file: every round in one write under the file's lock, before anything that follows from it starts.
struct AuditJournal: Journal {
  /// Why nothing can be recorded.
  enum Failure: Error {
    case file(AppendOnlyFile.Failure)
    case system(SystemError)
    /// The file's end is no record of pyflow's.
    case foreign
  }

  private let path: String
  private let folder: String
  private var file: AppendOnlyFile
  private var encoder: AuditEncoder
  /// The chain's end, and the file's size when it was the end: if the size is another one, another run has appended.
  private var chain = AuditChain.start
  private var knownSize: Int?
  private var lines: [UInt8] = []
  private let warn: (String) -> Void

  /// A journal of the run `run` in the file at `path`; large values go to files in `folder`, what it repairs to `warn`.
  init(
    path: String, folder: String, plan: Plan, run: String, warn: @escaping (String) -> Void
  ) throws(Failure) {
    self.path = path
    self.folder = folder
    self.warn = warn
    encoder = AuditEncoder(plan: plan, run: run)
    do throws(AppendOnlyFile.Failure) {
      file = try AppendOnlyFile(path: path)
    } catch {
      throw .file(error)
    }
  }

  /// Records the start of the run and its plan.
  mutating func begin(_ identity: RunIdentity, digest: SHA256Digest, options: RunOptions, at date: Timestamp) throws {
    let bodies = [encoder.runStarted(identity, digest: digest, options: options)] + encoder.runPlan()
    try writeSpills()
    try write(at: date) { journal in
      for body in bodies { journal.chain.seal(body, at: date, into: &journal.lines) }
    }
  }

  /// Records the events of a round.
  mutating func append(_ events: [RunEvent], at date: Timestamp) throws {
    try write(at: date) { journal in
      for event in events {
        guard let body = journal.encoder.body(of: event) else { continue }
        journal.chain.seal(body, at: date, into: &journal.lines)
      }
      try journal.writeSpills()
    }
  }

  /// Takes the lock, finds the chain's end, lets `body` add lines to it, and writes them with one call.
  private mutating func write(at date: Timestamp, _ body: (inout AuditJournal) throws -> Void) throws {
    lines.removeAll(keepingCapacity: true)
    var copy = file
    let before = chain
    do {
      try copy.withLock { file in
        try findEnd(&file, at: date)
        try body(&self)
        try file.append(lines)
        knownSize = file.size
      }
    } catch {
      chain = before
      knownSize = nil
      throw error
    }
    file = copy
  }

  private mutating func findEnd(_ file: inout AppendOnlyFile, at date: Timestamp) throws {
    if file.size == knownSize { return }
    let tail = try file.tail(AuditTail.neededBytes)
    switch AuditTail.read(tail, isWholeFile: tail.count == file.size) {
    case .whole(let end): chain = end
    case .torn(let bytes, let end):
      chain = end
      let offset = file.size - bytes
      let other = "\(path).torn-\(date.milliseconds)"
      let torn = try file.setAside(bytes, to: other)
      let name = other.split(separator: "/").last.map(String.init) ?? other
      warn(AuditFailureText.torn(bytes, keptIn: name))
      chain.seal(AuditRepair.body(offset: offset, torn: torn, file: name), at: date, into: &lines)
    case .foreign: throw Failure.foreign
    }
  }

  private mutating func writeSpills() throws {
    for spill in encoder.takeSpills() {
      try Folder.write(spill.bytes, to: folder + "/" + spill.name)
    }
  }
}
