import TestSupport
import Testing

/// `runbooks/features/pools.toml`.
@Suite("The pools runbook")
struct PoolRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/pools.toml", as: "deploy.toml") }

  /// What the audit tells of nodes that started and ended, in order: `+users`, `-users`.
  private var changes: [String] {
    (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").compactMap { line in
      let sign =
        line.contains("\"event\":\"node.started\"") ? "+" : line.contains("\"event\":\"node.finished\"") ? "-" : nil
      guard let sign, let start = line.firstRange(of: "\"node\":\"") else { return nil }
      return sign + line[start.upperBound...].prefix { $0 != "\"" }
    }
  }

  @Test("never takes more from the database than there is")
  func capacity() {
    #expect(program.run("run", "--jobs", "8").exit == 0)
    let taken = ["users": 1, "archive": 1, "orders": 1, "check": 2]
    var sum = 0
    for change in changes {
      sum += (taken[String(change.dropFirst())] ?? 0) * (change.hasPrefix("+") ? 1 : -1)
      #expect((0...2).contains(sum), "\(changes)")
    }
    #expect(changes.count == 10 && sum == 0)
  }

  @Test("starts the urgent ones first")
  func priorities() {
    #expect(program.run("run", "--jobs", "1").exit == 0)
    #expect(changes.filter { $0.hasPrefix("+") } == ["+orders", "+users", "+report", "+check", "+archive"])
  }

  @Test("says in its plan what is taken")
  func plan() {
    let text = program.run("plan").output
    #expect(text.contains("  pool database: 2\n"))
    #expect(text.contains("     runs at the start; takes 1 of database; priority 10\n"))
  }
}
