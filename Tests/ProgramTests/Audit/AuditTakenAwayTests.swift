import TestSupport
import Testing

/// An audit file that a node itself removes, replaces or cuts off: nothing further starts.
@Suite("Audit files taken away")
struct AuditTakenAwayTests {
  @Test(
    "stop the run with exit 74",
    arguments: ["rm deploy.audit.jsonl", ": > deploy.audit.jsonl", "cp deploy.audit.jsonl x; mv x deploy.audit.jsonl"])
  func stopped(command: String) {
    let program = Program("[a]\ncommand = \"\(command)\"\n[b]\ncommand = \"touch deployed\"\n")
    let result = program.run("run")
    #expect(result.exit == 74)
    #expect(result.error.contains("deploy.audit.jsonl was removed, replaced or cut off while the run went on"))
    #expect(!program.folder.exists("deployed"))
  }
}
