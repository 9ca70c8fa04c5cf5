import Audit
import Foundation
import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Commands
@testable import Effects

@Suite("Recording a run")
struct AuditJournalTests {
  private static let plan = Reading.plan("[build]\ncommand = \"make\"\n[deploy]\ncommand = \"deploy\"").plan
  private let folder = TemporaryFolder()
  private let warnings = Warnings()

  /// What a journal has said.
  private final class Warnings {
    private(set) var all: [String] = []
    func add(_ text: String) { all.append(text) }
  }

  private var path: String { "\(folder.path)/deploy.audit.jsonl" }

  private func journal(_ run: String = "RUN-A", plan: Plan = plan) throws -> AuditJournal {
    try AuditJournal(path: path, folder: folder.path, plan: plan, run: run) { [warnings] in warnings.add($0) }
  }

  private static func date(_ offset: Int = 0) -> Timestamp { Timestamp(milliseconds: 1_790_000_000_000 + offset) }

  private static let identity = RunIdentity(
    version: "0.1.0", runbookPath: "deploy.toml", runbookDigest: .zero, user: "ann", userID: 1, host: "h", process: 2)

  private func begin(_ journal: inout AuditJournal) throws {
    try journal.begin(Self.identity, digest: .zero, options: RunOptions(jobs: 4), at: Self.date())
  }

  private func events() throws -> [String] {
    var events: [String] = []
    try FileReader.readLines(path) { line in
      events.append(AuditRecord(line).map { "\($0.run) \($0.event)" } ?? "?")
    }
    return events
  }

  @Test("a run begins with its start and its plan; a round's events follow in order")
  func order() throws {
    var journal = try journal()
    try begin(&journal)
    try journal.append([.ready(node: 0), .answerUnclear(node: 0), .ready(node: 1)], at: Self.date(5))
    try journal.append([], at: Self.date(6))
    #expect(
      try events() == [
        "RUN-A run.started", "RUN-A run.source", "RUN-A run.plan", "RUN-A node.ready", "RUN-A node.ready",
      ])
    #expect(AuditVerification.of(try Data(contentsOf: URL(fileURLWithPath: path))).damage == nil)
  }

  @Test("two runs in one file make one chain")
  func shared() throws {
    var one = try journal("RUN-A")
    var two = try journal("RUN-B")
    try begin(&one)
    try begin(&two)
    for _ in 0..<20 {
      try one.append([.ready(node: 0)], at: Self.date())
      try two.append([.ready(node: 1), .ready(node: 0)], at: Self.date())
      try two.append([.ready(node: 1)], at: Self.date())
    }
    let verification = AuditVerification.of(try #require(folder.readData("deploy.audit.jsonl")))
    #expect(verification.damage == nil && verification.chain.sequence == 6 + 80)
    #expect(verification.openRuns == ["RUN-A", "RUN-B"])
  }

  @Test("a file cut at any byte goes on: whole records stay, the torn part is kept and recorded")
  func everyCut() throws {
    // On a disk in memory: a real one is waited for at every repair.
    func write(_ start: [UInt8], _ number: Int, _ body: (inout AuditJournal) throws -> Void) throws -> PowerCutDisk {
      let disk = PowerCutDisk(start.isEmpty ? [:] : [path: start], seed: UInt64(number))
      var journal = try AuditJournal(path: path, folder: folder.path, plan: Self.plan, run: "RUN-\(number)", on: disk) {
        [warnings] in warnings.add($0)
      }
      try body(&journal)
      return disk
    }
    let whole = try write([], 0) { journal in
      try begin(&journal)
      try journal.append([.ready(node: 0)], at: Self.date())
    }.content(path)
    for cut in stride(from: 1, to: whole.count, by: Torture.count(5, long: 1, nightly: 1)) {
      let disk = try write(Array(whole[..<cut]), cut) { journal in
        try journal.append([.ready(node: 1)], at: Self.date(cut))
        try journal.append([.ready(node: 0)], at: Self.date(cut))
      }
      try checkRepair(disk, of: whole, cutAt: cut)
    }
  }

  private func checkRepair(_ disk: PowerCutDisk, of whole: [UInt8], cutAt cut: Int) throws {
    let kept = (whole[..<cut].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    let file = disk.content(path)
    #expect(file.prefix(kept) == whole.prefix(kept), "cut \(cut)")
    #expect(AuditVerification.of(Data(file)).damage == nil, "cut \(cut)")
    let records = file.split(separator: UInt8(ascii: "\n")).compactMap { AuditRecord($0) }
    let added = records.suffix(3).map(\.event)
    let name = "deploy.audit.jsonl.torn-\(Self.date(cut).milliseconds)"
    let torn = disk.content("\(folder.path)/\(name)")
    #expect(torn == Array(whole[kept..<cut]), "cut \(cut)")
    if kept == cut { return #expect(!added.contains("log.repaired")) }
    #expect(added == ["log.repaired", "node.ready", "node.ready"], "cut \(cut)")
    #expect(
      warnings.all.last
        == "the audit ended in \(cut - kept) bytes of a record that was never finished; they are kept in \(name)")
    let record = try #require(records.dropLast(2).last)
    #expect(record[.offset]?.int == kept && record[.bytes]?.int == cut - kept && record[.file]?.string == name)
    #expect(record[.sha256]?.string == SHA256.hash(torn).hex)
  }

  @Test("a file of somebody else's is refused and left as it is")
  func foreign() throws {
    for text in ["# Title\n", "hello", "{\"level\":\"info\"}\n{\"level\":\"warn\"}\n"] {
      folder.write(text, to: "deploy.audit.jsonl")
      var journal = try journal()
      #expect(throws: AuditWriter.Failure.self) { try begin(&journal) }
      #expect(folder.read("deploy.audit.jsonl") == text)
      #expect(folder.list() == ["deploy.audit.jsonl"])
    }
  }

  @Test("damage before the end does not keep a run from starting")
  func damaged() throws {
    var first = try journal()
    try begin(&first)
    var bytes = try #require(folder.readData("deploy.audit.jsonl"))
    bytes[50] ^= 1
    folder.write(bytes, to: "deploy.audit.jsonl")
    var second = try journal("RUN-B")
    try begin(&second)
    let file = try #require(folder.readData("deploy.audit.jsonl"))
    #expect(file.prefix(bytes.count) == bytes)
    #expect(AuditVerification.of(file).damage?.line == 1)
  }

  @Test("large values stand in files of the run's folder before the record that names them")
  func spills() throws {
    let command = String(repeating: "x", count: 20_000)
    var journal = try journal(plan: Reading.plan("[a]\ncommand = \"\(command)\"").plan)
    try begin(&journal)
    #expect(folder.read("node-0.json")?.contains(command) == true)
    let program = ProcessAction.Program.words([command])
    let action = Action.process(ProcessAction(program: program, workingDirectory: "/", captureLimit: 0))
    try journal.append([.started(node: 0, attempt: 1, action: action)], at: Self.date())
    #expect(folder.read("a.1.command") == command)
    #expect(AuditVerification.of(try #require(folder.readData("deploy.audit.jsonl"))).damage == nil)
  }

  @Test("nothing is recorded if a large value cannot be written, and the next record fits the chain")
  func spillFails() throws {
    let plan = Self.plan
    var journal = try AuditJournal(path: path, folder: "\(folder.path)/none", plan: plan, run: "RUN-A") { _ in }
    try begin(&journal)
    let before = try events()
    let program = ProcessAction.Program.words([String(repeating: "x", count: 20_000)])
    let action = Action.process(ProcessAction(program: program, workingDirectory: "/", captureLimit: 0))
    #expect(throws: SystemError.self) {
      try journal.append([.ready(node: 0), .started(node: 0, attempt: 1, action: action)], at: Self.date())
    }
    #expect(try events() == before)
    try journal.append([.ready(node: 1)], at: Self.date())
    #expect(AuditVerification.of(try #require(folder.readData("deploy.audit.jsonl"))).damage == nil)
  }

  @Test(
    "what keeps it from being written is said, with what to do",
    arguments: [
      ("link", "PATH is a symbolic link, which the audit is never written through", "name the real file with --audit"),
      (
        "folder", "PATH is a folder, pipe, socket or device, not a file",
        "move it away, or name another file with --audit"
      ),
      ("readonly", "PATH is read-only", "mend its permissions, or name another file with --audit"),
      (
        "none/x", "the audit cannot be opened: open PATH: No such file or directory",
        "mend the permissions, or name another file with --audit"
      ),
      (
        "foreign", "PATH does not end with a record of pyflow's",
        "look at it with: pyflow audit verify; or move it away"
      ),
    ])
  func failures(name: String, message: String, hint: String) throws {
    folder.write("text\n", to: "foreign")
    folder.write("", to: "readonly", mode: 0o400)
    folder.write("", to: "folder/x")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "foreign")
    let path = "\(folder.path)/\(name)"
    let error = try #require(throws: (any Error).self) {
      var journal = try AuditJournal(path: path, folder: folder.path, plan: Self.plan, run: "RUN") { _ in }
      try begin(&journal)
    }
    let words = AuditFailureText.describe(error, path: path)
    #expect(words.message == message.replacingOccurrences(of: "PATH", with: path) && words.hint == hint)
  }

  @Test("a full disk is said too")
  func fullDisk() {
    let words = AuditFailureText.describe(SystemError(operation: "write", subject: "/a", code: ENOSPC), path: "/a")
    #expect(words.message == "the audit cannot be written: write /a: No space left on device")
    #expect(words.hint == "make room, or mend the permissions, and run again")
    let error = SystemError(operation: "write", subject: "/a", code: ENOSPC)
    #expect(
      AuditFailureText.describe(error, path: "/a", resume: "pyflow resume a.toml R").hint
        == "make room, or mend the permissions, then go on with: pyflow resume a.toml R")
  }

  // MARK: - Answers of others

  private static let asking = Reading.plan("[go]\nprompt = \"Go?\"\n[b]\ncommand = \"x\"").plan

  private func asker(identify: @escaping (Int) -> Person = { Person(name: "user\($0)", userID: $0, groups: ["ops"]) })
    throws -> AuditJournal
  {
    try AuditJournal(
      path: path, folder: folder.path, plan: Self.asking, run: "RUN-A", identify: identify
    ) { [warnings] in warnings.add($0) }
  }

  /// Records an answer the way `pyflow approve` does.
  private func record(_ person: Person, run: String = "RUN-A", origin: Decision.Origin = .command) throws {
    let decision = Decision(node: "go", isApproval: true, person: person, origin: origin)
    let writer = try AuditWriter(path: path) { _ in }
    try writer.write(at: Self.date()) { $0.seal(AuditDecision.body(of: decision, run: run), at: Self.date()) }
  }

  private func decisions(_ journal: inout AuditJournal) throws -> [Decision] {
    try journal.messages().compactMap { if case .decided(let decision) = $0 { decision } else { nil } }
  }

  @Test("that somebody wants the run to pause is found once, from the run's first record on; the name is the system's")
  func pausing() throws {
    var journal = try asker()
    try begin(&journal)
    for (run, user) in [("RUN-A", 7), ("RUN-B", 8)] {
      let request = PauseRequest(run: run, person: Person(name: "claimed", userID: user), comment: "lunch")
      let writer = try AuditWriter(path: path) { _ in }
      try writer.write(at: Self.date()) { $0.seal(request.body, at: Self.date()) }
    }
    try journal.append([.ready(node: 1)], at: Self.date())
    let found = try journal.messages().map { if case .paused(let person) = $0 { person } else { "?" } }
    #expect(found == ["user7"])
    #expect(try journal.messages().isEmpty)
  }

  private static let question = RunEvent.approvalRequested(ApprovalRequest(node: 0, question: Question(text: "Go?")))

  @Test("answers to the run's questions are found once, whoever else writes, and their names are the system's")
  func answers() throws {
    var journal = try asker()
    try begin(&journal)
    #expect(try decisions(&journal).isEmpty)
    try journal.append([Self.question], at: Self.date())
    #expect(try decisions(&journal).isEmpty)
    try record(Person(name: "claimed", userID: 2))
    try record(Person(name: "other", userID: 3), run: "RUN-B")
    try record(Person(name: "typed", userID: 4), origin: .terminal)
    // The run itself writes before it looks.
    try journal.append([.ready(node: 1)], at: Self.date())
    try record(Person(name: "root", userID: 5))
    let found = try decisions(&journal)
    #expect(found.map(\.person.name) == ["user2", "user5"] && found.map(\.person.groups) == [["ops"], ["ops"]])
    try journal.append([.ready(node: 1)], at: Self.date())
    #expect(try decisions(&journal).isEmpty)
    #expect(AuditVerification.of(try #require(folder.readData("deploy.audit.jsonl"))).damage == nil)
  }

  @Test("no answer is believed any more when somebody else has changed the file")
  func tampered() throws {
    var journal = try asker()
    try begin(&journal)
    try journal.append([Self.question], at: Self.date())
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"run\":\"RUN-A\",\"event\":\"approval.granted\"}\n".utf8))
    #expect(try journal.messages().isEmpty && journal.messages().isEmpty)
    #expect(warnings.all.count == 1 && warnings.all[0].contains("nothing in it counts for this run any more"))
  }
}
