import TestSupport
import Testing

/// `runbooks/features/locks.toml`.
@Suite("The locks runbook")
struct LockRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/locks.toml", as: "deploy.toml") }

  @Test("says in its plan what is held")
  func plan() {
    let text = program.run("plan").output
    #expect(text.contains("  lock release-shop\n"))
    #expect(text.contains("     runs after build; holds lock database, disk\n"))
  }

  @Test("runs, and its nodes never hold the database both")
  func run() {
    #expect(program.run("run", "--var", "SITE=blog").exit == 0)
    let held = (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").compactMap { line in
      line.contains("\"database\"")
        ? (line.contains("lock.acquired") ? "+" : line.contains("lock.released") ? "-" : nil) : nil
    }
    #expect(held == ["+", "-", "+", "-"])
    #expect(
      program.folder.list(".session/pyflow/locks") == ["database.lock", "disk.lock", "release-blog.lock"])
  }
}
