import Audit
import Foundation
import Planning
import Reports
import Running
import TestSupport
import Testing
import Text
import Values

/// What an audit file tells, for people and for programs.
@Suite("Histories of runs")
struct HistoryReportTests {
  private static let date = Timestamp(milliseconds: 1_790_000_000_250)

  /// The runs that a file tells of, one for each runbook.
  private static func runs(_ runbooks: [(text: String, user: String)], dropping dropped: Int = 0) -> [RunHistory] {
    var chain = AuditChain.start
    var reader = HistoryReader()
    for (index, runbook) in runbooks.enumerated() {
      for body in bodies(runbook.text, run: "01TEST\(index)", user: runbook.user).dropLast(dropped) {
        var line: [UInt8] = []
        chain.seal(body, at: date, into: &line)
        reader.add(line.dropLast())
      }
    }
    return reader.runs
  }

  private static func bodies(_ runbook: String, run: String, user: String) -> [[UInt8]] {
    let plan = Reading.plan(runbook).plan
    var encoder = AuditEncoder(plan: plan, run: run)
    let identity = RunIdentity(
      version: "0.1.0", runbookPath: "deploy.toml", runbookDigest: SHA256.hash(Array("text".utf8)), user: user,
      userID: 1000, host: "build-1", process: 4711)
    let start = encoder.runStarted(identity, digest: PlanEncoder(plan).digest, options: RunOptions(jobs: 4))
    let parts = encoder.runPlan()
    let events = Rehearsal.run(plan, scripts: ReportSample.scripts).events
    return [start] + parts + events.compactMap { event in encoder.body(of: event).map(Array.init) }
  }

  private static let short = "[a]\ncommand = \"x\"\n"

  @Test("are a table, the latest first")
  func table() {
    let runs = Self.runs([(Self.short, "ann"), (ReportSample.release, "somebody")])
    #expect(
      HistoryText.table(runs, style: .plain) == """
        RUN      STARTED                   STATUS     TOOK   NODES     BY        TITLE
        01TEST1  2026-09-21T14:13:20.250Z  failed     1m16s  1✓ 2✗ 2○  somebody  Release
        01TEST0  2026-09-21T14:13:20.250Z  succeeded  1.00s  1✓        ann       deploy

        """)
  }

  @Test("of a file without runs are a table without rows")
  func empty() {
    #expect(HistoryText.table([], style: .plain) == "RUN  STARTED  STATUS  TOOK  NODES  BY  TITLE\n")
  }

  @Test("tell a run in detail")
  func detail() throws {
    let run = try #require(Self.runs([(ReportSample.release, "ann")]).first)
    #expect(
      HistoryText.detail(run, style: .plain) == """
        Release  failed
          run      01TEST0
          started  2026-09-21T14:13:20.250Z by ann@build-1
          took     1m16s
          cause    deploy
          ENV = dev  (default)
        ✓ build succeeded (1.50s)
            $ make 'dev'
        ✗ lint failed: exit 2 (1.00s)
            $ lint
        ○ docs skipped: `skip` is set
        ✗ deploy failed: exit 3 (1m15s)
            $ deploy --to dev …
        ● announce blocked by deploy

        """)
  }

  @Test("show variables of every type")
  func variables() throws {
    let text =
      "[variables]\nT = \"a b\"\nN = 1\nF = 1.5\nB = true\nL = [1, \"x\"]\nD = { default = { k = 1 } }\n" + Self.short
    let run = try #require(Self.runs([(text, "ann")]).first)
    let lines = HistoryText.detail(run, style: .plain).split(separator: "\n").filter { $0.contains(" = ") }
    #expect(
      lines == [
        "  T = a b  (default)", "  N = 1  (default)", "  F = 1.5  (default)", "  B = true  (default)",
        "  L = [1, \"x\"]  (default)", "  D = {\"k\": 1}  (default)",
      ])
  }

  @Test("of a run whose end is missing say so")
  func unfinished() throws {
    let run = try #require(Self.runs([(Self.short, "ann")], dropping: 2).first)
    #expect(
      HistoryText.detail(run, style: .plain) == """
        deploy  unfinished
          run      01TEST0
          started  2026-09-21T14:13:20.250Z by ann@build-1
        · a running
            $ x

        """)
  }

  @Test("tell why something could not be undone, and where its log is")
  func undoing() {
    let bodies = [
      #""event":"node.started","node":"a","attempt":1,"command":"x","rollback":true"#,
      #""event":"rollback.finished","node":"a","status":"failed","reason":{"code":"exit-code","message":"exit 9"},"log":{"path":"l"}"#,
    ]
    var reader = HistoryReader()
    for body in bodies { reader.add(Array("{\"seq\":1,\"run\":\"R\",\(body)}".utf8)[...]) }
    let text = reader.runs.first.map { HistoryText.detail($0, style: .plain) } ?? ""
    #expect(text.hasSuffix("\n    $ x\n    rollback failed: exit 9\n    l\n"), "\(text)")
  }

  @Test("steer no terminal, whatever the file holds")
  func hostile() {
    let evil = #""x\u001b[2J\u009b31m\u202E\r\n::error::y""#
    let bodies = [
      #""event":"run.started","title":E,"variables":{E:{"value":E,"source":E}},"who":{"user":E,"host":E}"#,
      #""event":"run.plan","part":1,"of":1,"nodes":[{"id":E}]"#,
      #""event":"node.started","node":E,"attempt":1,"command":E"#,
      #""event":"approval.requested","node":E,"question":E"#,
      #""event":"approval.granted","node":E,"via":"terminal","who":{"user":E,"uid":7},"comment":E"#,
      #""event":"node.finished","node":E,"status":E,"duration_ms":1,"reason":{"message":E},"log":{"path":E}"#,
      #""event":"run.interrupted","signal":E"#,
      #""event":"run.finished","status":E,"cause":E,"duration_ms":1"#,
    ]
    var reader = HistoryReader()
    for body in bodies {
      let line = "{\"seq\":1,\"run\":E,\(body)}".replacing("E,", with: "\(evil),").replacing("E}", with: "\(evil)}")
        .replacing("E:", with: "\(evil):")
      reader.add(Array(line.utf8)[...])
    }
    // Nothing of it was lost on the way.
    #expect(reader.runs.first?.nodes.first?.person == reader.runs.first?.signal && reader.runs.first?.cause != nil)
    #expect(reader.runs.count == 1)
    for run in reader.runs {
      for text in [HistoryText.detail(run, style: .plain), HistoryText.table([run], style: .plain)] {
        #expect(ReportSample.dangerousLines(text).isEmpty)
        #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
        #expect(text.contains("x31m ::error::y"))
      }
    }
  }

  @Test("are one document for programs")
  func json() throws {
    let runs = Self.runs([(Self.short, "ann")])
    #expect(
      HistoryJSON.render(runs, withNodes: false) == """
        {"schema":"pyflow.history/1","runs":[{"run":"01TEST0","title":"deploy","status":"succeeded","started_at":"2026-09-21T14:13:20.250Z","last_record_at":"2026-09-21T14:13:20.250Z","duration_ms":1000,"user":"ann","host":"build-1","records":6,"variables":{},"node_count":1}]}

        """)
    #expect(
      HistoryJSON.render(runs, withNodes: true) == """
        {"schema":"pyflow.history/1","runs":[{"run":"01TEST0","title":"deploy","status":"succeeded","started_at":"2026-09-21T14:13:20.250Z","last_record_at":"2026-09-21T14:13:20.250Z","duration_ms":1000,"user":"ann","host":"build-1","records":6,"variables":{},"node_count":1,"nodes":[{"id":"a","status":"succeeded","attempt":1,"command":"x","exit_code":0,"started_at":"2026-09-21T14:13:20.250Z","duration_ms":1000}]}]}

        """)
    #expect(HistoryJSON.render([], withNodes: true) == "{\"schema\":\"pyflow.history/1\",\"runs\":[]}\n")
  }
}
