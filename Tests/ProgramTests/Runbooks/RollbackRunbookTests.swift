import Foundation
import TestSupport
import Testing

/// `runbooks/features/rollback.toml` and `runbooks/features/outputs.toml`.
@Suite("The runbooks of rollbacks and outputs")
struct RollbackRunbookTests {
  private func program(_ name: String) -> Program {
    let program = Program()
    program.folder.copy("runbooks/features/\(name).toml", as: "deploy.toml")
    return program
  }

  @Test("a failed smoke test undoes everything, in the reverse order")
  func rollsBack() {
    let program = program("rollback")
    let result = program.run("run")
    #expect(result.exit == 4)
    let order = ["switch_on", "unpack", "fetch"].map { result.error.firstRange(of: "\($0) rolled back")?.lowerBound }
    #expect(!order.contains(nil) && order.compactMap { $0 } == order.compactMap { $0 }.sorted())
    #expect(result.error.contains("undo unpack release-7"))
    #expect(result.error.contains("fetch attempt 1 failed: exit 1; again in 0.0"))
    for file in ["fetched", "unpacked", "live"] { #expect(!program.folder.exists("work/\(file)")) }
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("\"undone\":[\"switch_on\",\"unpack\",\"fetch\"]"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a good one undoes nothing")
  func succeeds() {
    let program = program("rollback")
    #expect(program.run("run", "--var", "SMOKE=true").exit == 0)
    #expect(program.folder.exists("work/live"))
  }

  @Test("a rollback that fails leaves what it stands on, prints what is left, and needs a person")
  func fails() {
    let program = Program(
      """
      [base]
      command = "touch base"
      rollback = "rm base"
      [top]
      command = "echo i-7"
      rollback = { command = "echo cannot {{ result.stdout | default('') }} >&2; exit 9", retry = { attempts = 2, delay = 0 } }
      [fail]
      command = "exit 3"
      """)
    let result = program.run("run", "--json")
    #expect(result.exit == 5)
    #expect(program.folder.exists("base"))
    #expect(
      result.error.contains(
        """
        not undone; what is left to do by hand, in this order:
          # top
          echo cannot 'i-7' >&2; exit 9
          # base
          rm base
        failed, and not everything was rolled back in
        """))
    #expect(result.output.contains("\"status\":\"rollback_failed\""))
    #expect(result.output.contains("\"rollback\":\"failed\""))
  }

  @Test("Ctrl-C undoes what was done before it, and says that it was a signal")
  func interrupted() {
    let program = Program(
      "[a]\ncommand = \"touch a\"\nrollback = \"rm a\"\n[b]\ncommand = \"touch b; sleep 60\"\nrollback = \"rm -f b\"\n")
    let running = program.start("run")
    #expect(running.waitForError("▸ b"))
    running.signal(SIGINT)
    let result = running.wait()
    #expect(result.exit == 130)
    #expect(!program.folder.exists("a") && !program.folder.exists("b"))
  }

  @Test("what is there already is left unchanged, and outputs come out by name")
  func outputs() {
    let program = program("outputs")
    let first = program.run("run", "--json")
    #expect(first.exit == 0)
    #expect(first.output.contains("\"outputs\":{\"version\":\"1.4.2\",\"published\":true}"))
    #expect(first.error.contains("publishing 1.4.2"))
    let second = program.run("run")
    #expect(second.exit == 0)
    #expect(second.error.contains("build unchanged: it is so already: test -e built"))
    #expect((program.folder.read("deploy.audit.jsonl") ?? "").contains("\"status\":\"unchanged\""))
  }
}
