import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Audit

@Suite("Histories")
struct HistoryTests {
  private static let runbook = """
    [runbook]
    title = "Release"
    [variables]
    ENV = "dev"
    [build]
    command = "make {{ ENV }}"
    [docs]
    command = "docs"
    depends_on = []
    skip = true
    [deploy]
    command = "deploy"
    depends_on = "build"
    """

  private static func read(_ lines: [[UInt8]]) -> HistoryReader {
    var reader = HistoryReader()
    for line in lines { reader.add(line.dropLast()) }
    return reader
  }

  @Test("a run is told from its records")
  func run() throws {
    let bodies = AuditSample.bodies(
      Self.runbook, variables: ["ENV": "prod"], scripts: ["build": FakeWorld.Script(.exited(3), after: .seconds(2))])
    let reader = Self.read(AuditSample.lines(bodies))
    let run = try #require(reader.runs.first)
    #expect(reader.runs.count == 1 && reader.damages.isEmpty)
    #expect(run.id == AuditSample.runs[0] && run.title == "Release" && run.user == "ann" && run.host == "build-1")
    #expect(run.status == "failed" && run.cause == "build" && run.milliseconds == 2000 && run.signal == nil)
    #expect(run.startedAt == AuditSample.date && run.endedAt == AuditSample.date)
    #expect(run.recordCount == bodies.count)
    #expect(run.variables.map { "\($0.name)=\($0.value.string ?? "") (\($0.source))" } == ["ENV=prod (--var)"])
    #expect(run.nodes.map { "\($0.id) \($0.status)" } == ["build failed", "docs skipped", "deploy blocked"])
    #expect(run.count(.skipped) == 1 && run.count(.succeeded) == 0)
    let build = run.nodes[0]
    #expect(build.attempt == 1 && build.exitCode == 3 && build.milliseconds == 2000)
    #expect(build.command == "make 'prod'" && build.reason == "exit 3")
  }

  @Test("records of several runs may stand between each other")
  func interleaved() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<50 {
      var queues = AuditSample.runs.map { AuditSample.bodies(Self.runbook, run: $0)[...] }
      var mixed: [[UInt8]] = []
      while let index = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &random) {
        mixed.append(queues[index].removeFirst())
      }
      let runs = Self.read(AuditSample.lines(mixed)).runs
      #expect(Set(runs.map(\.id)) == Set(AuditSample.runs))
      for run in runs {
        #expect(run.status == "succeeded")
        #expect(run.nodes.map(\.status) == ["succeeded", "skipped", "succeeded"])
      }
    }
  }

  @Test("runs stand in the order of their first records")
  func order() {
    let bodies = AuditSample.runs.reversed().map { AuditSample.bodies("[a]\ncommand = \"x\"", run: $0) }
    #expect(Self.read(AuditSample.lines(bodies.flatMap { $0 })).runs.map(\.id) == AuditSample.runs.reversed())
  }

  @Test("a run that the file does not end is told as far as it goes")
  func unfinished() {
    let bodies = AuditSample.bodies(Self.runbook)
    var seen: [[String]] = []
    for count in 1...bodies.count {
      guard let run = Self.read(AuditSample.lines(Array(bodies.prefix(count)))).runs.first else { continue }
      #expect(run.status == (count == bodies.count ? "succeeded" : nil))
      if seen.last != run.nodes.map(\.status) { seen.append(run.nodes.map(\.status)) }
    }
    #expect(
      seen == [
        [], ["pending", "pending", "pending"], ["ready", "pending", "pending"], ["ready", "skipped", "pending"],
        ["running", "skipped", "pending"], ["succeeded", "skipped", "pending"], ["succeeded", "skipped", "ready"],
        ["succeeded", "skipped", "running"], ["succeeded", "skipped", "succeeded"],
      ])
  }

  @Test("approvals and signals are told")
  func approvals() throws {
    var encoder = AuditEncoder(plan: Reading.plan("[ask]\nprompt = \"Go on?\"").plan, run: "RUN")
    let plan = encoder.runPlan()
    let request = ApprovalRequest(node: 0, question: Question(text: "Go on?"))
    let requested = encoder.body(of: .approvalRequested(request)).map(Array.init) ?? []
    let decision = Decision(
      node: "ask", isApproval: true, person: Person(name: "bob", userID: 7), origin: .terminal)
    let granted = encoder.body(of: .approvalGranted(ApprovalGrant(node: 0, decision: decision))).map(Array.init) ?? []
    let signal = encoder.body(of: .interrupted(.interrupt, isRepeated: false)).map(Array.init) ?? []
    let waiting = try #require(Self.read(AuditSample.lines(plan + [requested])).runs.first)
    #expect(waiting.nodes.map(\.status) == ["waiting"] && waiting.nodes.map(\.command) == ["Go on?"])
    let run = try #require(Self.read(AuditSample.lines(plan + [requested, granted, signal])).runs.first)
    #expect(run.nodes.map(\.person) == ["bob"] && run.signal == "SIGINT")
  }

  @Test("lines that are no records are noted with their place, and passed over")
  func unreadable() {
    var lines = AuditSample.shortRun
    lines.insert(Array("rubbish\n".utf8), at: 1)
    lines.append(Array("{\"seq\":\n".utf8))
    let reader = Self.read(lines)
    #expect(
      reader.damages == [
        AuditVerification.Damage(kind: .notARecord, line: 2, offset: lines[0].count),
        AuditVerification.Damage(
          kind: .notARecord, line: lines.count, offset: lines.dropLast().reduce(0) { $0 + $1.count }),
      ])
    #expect(reader.runs.first?.status == "succeeded")
  }

  @Test("records of a later version, and of no run, are passed over")
  func unknown() {
    let bodies = AuditSample.bodies("[a]\ncommand = \"x\"")
    let later = Array("\"run\":\"\(AuditSample.runs[0])\",\"event\":\"node.dreamt\",\"node\":\"a\"".utf8)
    let repair = AuditRepair.body(offset: 0, torn: [1], file: "x")
    let reader = Self.read(AuditSample.lines(bodies.dropLast() + [later, repair] + bodies.suffix(1)))
    #expect(reader.runs.map(\.recordCount) == [bodies.count + 1])
    #expect(reader.runs.map(\.status) == ["succeeded"] && reader.damages.isEmpty)
  }

  @Test("variables that went to a file are not mistaken for variables")
  func spilledVariables() {
    let long = String(repeating: "x", count: 20_000)
    let bodies = AuditSample.bodies("[variables]\nV = \"\"\n[a]\ncommand = \"x\"", variables: ["V": long])
    #expect(Self.read(AuditSample.lines(bodies)).runs.first?.variables.isEmpty == true)
  }

  @Test("commands that went to a file are told by its path")
  func spilledCommand() {
    let bodies = AuditSample.bodies("[a]\ncommand = \"\(String(repeating: "x", count: 20_000))\"")
    let node = Self.read(AuditSample.lines(bodies)).runs.first?.nodes.first
    #expect(node?.command == "see .pyflow/runs/\(AuditSample.runs[0])/a.1.command")
  }
}
