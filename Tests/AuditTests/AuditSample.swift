import Audit
import Planning
import Running
import TestSupport
import Values

/// Audit files made in memory: of rehearsals of small runbooks, or of bodies.
enum AuditSample {
  static let date = Timestamp(milliseconds: 1_790_000_000_250)
  static let runs = ["01TESTA000000000000000000A", "01TESTB000000000000000000B", "01TESTC000000000000000000C"]

  static func identity(_ path: String = "deploy.toml") -> RunIdentity {
    RunIdentity(
      version: "0.1.0", runbookPath: path, runbookDigest: SHA256.hash(Array("text".utf8)), user: "ann", userID: 1000,
      host: "build-1", process: 4711)
  }

  /// The bodies of a run's records: its start, its plan, and what happened.
  static func bodies(
    _ runbook: String, run: String = runs[0], variables: [String: String] = [:],
    scripts: [String: FakeWorld.Script] = [:]
  ) -> [[UInt8]] {
    let plan = Reading.plan(runbook, variables: variables).plan
    var encoder = AuditEncoder(plan: plan, run: run)
    let start = encoder.runStarted(identity(), digest: PlanEncoder(plan).digest, options: RunOptions(jobs: 4))
    let parts = encoder.runPlan()
    let events = Rehearsal.run(plan, scripts: scripts).events
    return [start] + parts + events.compactMap { event in encoder.body(of: event).map(Array.init) }
  }

  /// The lines of a file with records of these bodies, newlines included.
  static func lines(_ bodies: [[UInt8]]) -> [[UInt8]] {
    var chain = AuditChain.start
    return bodies.map { body in
      var line: [UInt8] = []
      chain.seal(body, at: date, into: &line)
      return line
    }
  }

  /// The lines of the file of one short run.
  static let shortRun = lines(bodies("[build]\ncommand = \"make\"\n[deploy]\ncommand = \"./deploy\""))
}
