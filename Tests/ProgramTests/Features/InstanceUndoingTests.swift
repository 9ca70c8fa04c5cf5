import TestSupport
import Testing

/// Failed items within `max_failures`, with the built program.
@Suite("Items that failed with permission, with the built program")
struct InstanceUndoingProgramTests {
  private func program(_ rollback: String) -> Program {
    Program(
      """
      [ship]
      foreach = ["eu", "us", "ap"]
      max_failures = 1
      command = "touch {{ item }}; test {{ item }} != us"
      rollback = "\(rollback)"
      [tell]
      command = "ls"
      """)
  }

  @Test("are undone before anything goes on, and the report says so")
  func undone() {
    let program = program("rm {{ item }}")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(program.folder.exists("eu") && !program.folder.exists("us"))
    #expect(result.error.contains("✓ ship[us] rolled back"))
    #expect(!result.error.contains("rolling back"))
    #expect(result.error.contains("failed with permission: ship[us] (rolled back)"))
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("\"event\":\"rollback.finished\",\"node\":\"ship[us]\""))
  }

  @Test("that cannot be undone need a person at the end")
  func failed() {
    let result = program("false {{ item }}").run("run")
    #expect(result.exit == 5)
    #expect(
      result.error.contains(
        """
        not undone; what is left to do by hand, in this order:
          # ship[us]
          false 'us'

        """))
    #expect(result.error.contains("\nnot everything was rolled back in "))
  }
}
