import TestSupport
import Testing

/// `runbooks/features/polling.toml`.
@Suite("The polling runbook")
struct PollingRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/polling.toml", as: "deploy.toml") }

  /// The verdicts on a node's samples, as the audit has them.
  private func verdicts(_ node: String) -> [String] {
    (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").compactMap { line in
      guard line.contains("\"event\":\"node.sample\",\"node\":\"\(node)\"") else { return nil }
      return ["pass", "fail", "unknown"].first { line.contains("\"verdict\":\"\($0)\"") }
    }
  }

  @Test("asks until it is told what it waits for")
  func succeeds() {
    let result = program.run("run", "--json")
    #expect(result.exit == 0)
    #expect(result.report?.ids("succeeded") == ["start", "ready", "import", "errors", "announce"])
    #expect(verdicts("ready") == ["fail", "fail", "pass"])
    #expect(verdicts("import") == ["fail", "fail", "pass"])
    #expect(verdicts("errors") == ["pass", "pass", "pass"])
    #expect(result.error.contains("… ready sample 1: exit 1\n✓ ready"))
    #expect(result.error.contains("the import has finished"))
    #expect(program.run("audit", "verify").exit == 0)
    #expect(program.run("audit", "show", "deploy.toml", "latest").output.contains("✓ ready succeeded"))
  }

  @Test("keeps the output of all samples of an attempt in one log")
  func log() throws {
    program.folder.write(
      "[a]\ncommand = 'echo . >>n; wc -l <n; test $(wc -l <n) = 3'\npoll = { every = '1ms' }\n", to: "a.toml")
    #expect(program.run("run", "a.toml").exit == 0)
    let run = try #require(program.folder.list(".pyflow/runs").first)
    #expect(program.folder.read(".pyflow/runs/\(run)/a.1.log") == "1\n2\n3\n")
    let audit = program.folder.read("a.audit.jsonl") ?? ""
    #expect(audit.contains("a.1.log\",\"bytes\":6,"))
  }

  @Test("fails where the metric is bad more often than it may be")
  func bad() {
    let result = program.run("run", "--var", "METRIC=bad")
    #expect(result.exit == 4)
    #expect(result.error.contains("✗ errors failed: 2 samples failed, 1 may; the last: this holds:"))
    #expect(verdicts("errors") == ["fail", "fail"])
  }

  @Test("is halted where the metric says nothing, and says how to go on")
  func halted() {
    let result = program.run("run", "--json", "--var", "METRIC=silent")
    #expect(result.exit == 5)
    #expect(result.report?.status == "halted")
    #expect(program.folder.exists("work/imported"))
    #expect(verdicts("errors") == ["unknown", "unknown", "unknown"])
    #expect(
      result.error.contains(
        """
        nothing was undone; if it is to be, by hand, in this order:
          # start
          rm -rf work
        halted after
        """))
    #expect(result.error.contains("  when that is settled, go on with: pyflow resume deploy.toml "))
    #expect(program.run("audit", "show").output.contains("halted"))
  }
}
