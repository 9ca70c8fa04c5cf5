import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Audit

@Suite("The first records of a run")
struct AuditRunStartTests {
  private static func plan(_ runbook: String, _ variables: [String: String] = [:]) -> Plan {
    Reading.plan(runbook, variables: variables).plan
  }

  private static func start(_ plan: Plan, _ identity: RunIdentity = AuditSample.identity()) -> (String, [AuditSpill]) {
    var encoder = AuditEncoder(plan: plan, run: "RUN")
    let body = encoder.runStarted(identity, digest: PlanEncoder(plan).digest, options: RunOptions(jobs: 4))
    return (String(decoding: body, as: UTF8.self), encoder.takeSpills())
  }

  @Test("who, what, with which values")
  func exact() {
    let plan = Self.plan(
      "[runbook]\ntitle = \"Ship it\"\n[variables]\nENV = \"dev\"\nCOUNT = 3\n[a]\ncommand = \"x\"", ["ENV": "prod"])
    let (body, spills) = Self.start(plan)
    #expect(
      body == #""run":"RUN","event":"run.started","format":1,"pyflow":"0.1.0","#
        + #""runbook":{"path":"deploy.toml","sha256":"\#(SHA256.hash(Array("text".utf8)).hex)"},"#
        + #""plan":"\#(PlanEncoder(plan).digest.hex)","title":"Ship it","#
        + #""variables":{"ENV":{"value":"prod","source":"--var"},"COUNT":{"value":3,"source":"default"}},"jobs":4,"#
        + #""who":{"user":"ann","uid":1000,"host":"build-1","pid":4711}"#)
    #expect(spills.isEmpty)
  }

  @Test("everything that is known about who it is")
  func identity() {
    var identity = AuditSample.identity("sub/deploy.toml")
    identity.processStart = 99
    identity.boot = "b00t"
    identity.sudoUser = "eve"
    identity.repository = RunIdentity.Repository(commit: "c0ffee", isDirty: true)
    identity.claims = [("GITHUB_ACTOR", "ann"), ("run_url", "https://host/1")]
    let body = Self.start(Self.plan("[runbook]\nmode = \"sequential\"\n[a]\ncommand = \"x\""), identity).0
    #expect(
      body.hasSuffix(
        #""title":"deploy","variables":{},"jobs":4,"mode":"sequential","#
          + #""who":{"user":"ann","uid":1000,"host":"build-1","pid":4711,"pid_start":99,"boot":"b00t","sudo_user":"eve"},"#
          + #""git":{"commit":"c0ffee","dirty":true},"claimed":{"GITHUB_ACTOR":"ann","run_url":"https://host/1"}"#))
    identity.repository?.isDirty = nil
    #expect(Self.start(Self.plan("[a]\ncommand = \"x\""), identity).0.contains(#""git":{"commit":"c0ffee"},"#))
  }

  @Test("large titles, values, paths and claims go to files, and the record stays one")
  func large() {
    let long = String(repeating: "\u{1}", count: 11_000)
    let plan = Self.plan("[runbook]\ntitle = \"{{ V }}\"\n[variables]\nV = \"\"\n[a]\ncommand = \"x\"", ["V": long])
    var identity = AuditSample.identity(String(repeating: "p", count: 13_000))
    identity.claims = (0..<30).map { ("CLAIM_\($0)", String(repeating: "\u{2}", count: 500)) }
    let (body, spills) = Self.start(plan, identity)
    #expect(spills.map(\.name) == ["path.txt", "title", "variables.json", "claimed.json"])
    #expect(body.utf8.count < 2000)
    #expect(spills[1].bytes == Array(long.utf8))
    #expect((try? JSONReader.read(spills[2].bytes))?.map?["V"]?.map?["value"]?.string == long)
  }

  @Test("values just under the limit fit together")
  func fullest() {
    let long = String(repeating: "v", count: AuditEncoder.largestValue - 100)
    let plan = Self.plan("[runbook]\ntitle = \"{{ V }}\"\n[variables]\nV = \"\"\n[a]\ncommand = \"x\"", ["V": long])
    var identity = AuditSample.identity(long)
    identity.sudoUser = String(repeating: "\u{1}", count: 500)
    identity.claims = [("CLAIM", long)]
    let (body, spills) = Self.start(plan, identity)
    #expect(spills.isEmpty)
    #expect(AuditSample.lines([Array(body.utf8)])[0].count <= AuditLine.maximumSize)
  }

  @Test("a small plan is one record")
  func smallPlan() {
    var encoder = AuditEncoder(plan: Self.plan("[a]\nurl = \"http://h/\"\n[b]\nfunction = \"noop\""), run: "RUN")
    #expect(
      encoder.runPlan().map { String(decoding: $0, as: UTF8.self) } == [
        #""run":"RUN","event":"run.plan","part":1,"of":1,"#
          + #""head":{"format":1,"title":"deploy","variables":{}},"#
          + #""nodes":[{"id":"a","type":"HTTP","url":"http://h/","expect_status":["2xx"]},"#
          + #"{"id":"b","type":"Function","depends_on":["a"],"function":"noop"}]"#
      ])
  }

  @Test("a large plan comes in parts that fit records, with every node once and in order")
  func largePlan() throws {
    let count = 3000
    let plan = Self.plan((0..<count).map { "[node_\($0)]\ncommand = \"echo \($0)\"\n" }.joined())
    var encoder = AuditEncoder(plan: plan, run: "RUN")
    let bodies = encoder.runPlan()
    let records = AuditSample.lines(bodies).compactMap { line in
      line.count <= AuditLine.maximumSize ? AuditRecord(line.dropLast()) : nil
    }
    #expect(records.count == bodies.count)
    #expect(records.count > 1)
    #expect(records.map { $0[.part]?.int } == Array(1...records.count))
    #expect(records.allSatisfy { $0[.of]?.int == records.count })
    #expect(records.map { $0[.head] != nil } == [true] + Array(repeating: false, count: records.count - 1))
    let ids = records.flatMap { $0[.nodes]?.list ?? [] }.map { $0.map?["id"]?.string }
    #expect(ids == (0..<count).map { "node_\($0)" })
    #expect(encoder.takeSpills().isEmpty)
  }

  @Test("a node or settings that are too large go to files")
  func spilledPlan() throws {
    let long = String(repeating: "x", count: 20_000)
    let plan = Self.plan("[runbook]\ndescription = \"\(long)\"\n[a]\ncommand = \"\(long)\"\n[b]\nfunction = \"noop\"")
    var encoder = AuditEncoder(plan: plan, run: "RUN")
    let bodies = encoder.runPlan()
    let spills = encoder.takeSpills()
    #expect(bodies.count == 1)
    #expect(spills.map(\.name) == ["node-0.json", "plan.json"])
    let digests = spills.map { SHA256.hash($0.bytes).hex }
    #expect(
      String(decoding: bodies[0], as: UTF8.self) == #""run":"RUN","event":"run.plan","part":1,"of":1,"#
        + #""head":{"path":".pyflow/runs/RUN/plan.json","bytes":\#(spills[1].bytes.count),"sha256":"\#(digests[1])"},"#
        + #""nodes":[{"id":"a","file":{"path":".pyflow/runs/RUN/node-0.json","bytes":\#(spills[0].bytes.count),"#
        + #""sha256":"\#(digests[0])"}},{"id":"b","type":"Function","depends_on":["a"],"function":"noop"}]"#)
    #expect((try JSONReader.read(spills[0].bytes)).map?["command"]?.string == long)
  }
}
