import TestSupport
import Testing

/// `runbooks/features/notify.toml`.
@Suite("The runbook about notifications")
struct NotifyRunbookTests {
  @Test("tells its channels what its comments say")
  func run() throws {
    let program = Program()
    program.folder.copy("runbooks/features/notify.toml", as: "deploy.toml")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("channel `nowhere` fails, `log` is told instead: the connection was refused"))
    #expect(program.events.filter { $0.hasPrefix("run.") } == ["run.started", "run.succeeded"])
    #expect(program.events.filter { $0 == "node.message" }.count == 1)
    #expect(program.events.contains("node.failed"))
    let loud = try #require(program.folder.read("loud.jsonl")).split(separator: "\n")
    #expect(loud.count == 3)
    #expect(loud.last?.contains("\"text\":\"check of Notifications: exit 1\"") == true)
    #expect(!program.folder.exists(".pyflow/outbox.jsonl"))
  }
}
