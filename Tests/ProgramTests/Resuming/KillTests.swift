import Foundation
import TestSupport
import Testing

/// The built program, killed at random moments, again and again: `make torture` does so more often.
@Suite("A run that is killed")
struct KillTests {
  /// How many runs are killed: a few, or as many as `TORTURE` says.
  static let count = ProcessInfo.processInfo.environment["TORTURE"].flatMap(Int.init) ?? 12

  private static let runbook = """
    [a]
    command = "echo a >> log"
    idempotent = true
    [b]
    command = "echo b >> log; echo out-b"
    idempotent = true
    depends_on = "a"
    [c]
    command = "echo c >> log"
    idempotent = true
    depends_on = "a"
    [d]
    command = "echo d-{{ nodes.b.stdout | trim }} >> log"
    idempotent = true
    depends_on = ["b", "c"]
    """

  @Test("goes on each time, ends as it would have, and runs nothing again that had ended", arguments: 0..<count)
  func killed(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) + 99)
    let program = Program(Self.runbook)
    kill(program.start("run", "--no-input"), of: program, afterLines: Int.random(in: 1...22, using: &random))
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let more = Int.random(in: 1...8, using: &random)
      kill(program.start("resume", "--no-input"), of: program, afterLines: lines(program) + more)
    }
    // A run of which nothing was recorded has never begun.
    let last = program.run(lines(program) < 3 ? ["run"] : ["resume"])
    #expect(last.exit == 0, "\(last.error)")
    #expect(program.folder.read("log")?.hasSuffix("d-out-b\n") == true)
    let verified = program.run("audit", "verify")
    #expect(verified.exit == 0, "\(verified.output)\(verified.error)")
    #expect(startedAfterTheirEnd(program).isEmpty)
  }

  /// Kills the program as soon as the audit has so many lines; it may have ended before.
  private func kill(_ running: RunningProgram, of program: Program, afterLines count: Int) {
    while running.isRunning, lines(program) < count {}
    running.signal(SIGKILL)
    _ = running.wait()
  }

  private func lines(_ program: Program) -> Int {
    program.folder.readData("deploy.audit.jsonl")?.count { $0 == UInt8(ascii: "\n") } ?? 0
  }

  /// The nodes that started once more after the record of their success.
  private func startedAfterTheirEnd(_ program: Program) -> [String] {
    var ended: Set<String> = []
    var again: [String] = []
    for line in (program.folder.readData("deploy.audit.jsonl") ?? Data()).split(separator: UInt8(ascii: "\n")) {
      guard let record = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
        let run = record["run"] as? String, let node = record["node"] as? String
      else { continue }
      let event = record["event"] as? String
      if event == "node.started", ended.contains(run + node) { again.append(node) }
      if event == "node.finished", record["status"] as? String == "succeeded" { ended.insert(run + node) }
    }
    return again
  }
}
