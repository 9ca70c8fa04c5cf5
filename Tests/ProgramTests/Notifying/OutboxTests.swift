import Foundation
import TestSupport
import Testing

/// The outbox as people meet it: shared, unreadable, and with messages that nobody wants any more.
@Suite("The outbox")
struct OutboxTests {
  private static let broken =
    "[runbook.notify.ops]\nkind = \"command\"\ncommand = \"exit 1\"\non = [\"run.succeeded\"]\n"
  private static let node = "[a]\ncommand = \"true\"\n"

  @Test("messages for a channel that is gone are named, and can be discarded")
  func orphans() {
    let program = Program(Self.broken + Self.node)
    #expect(program.run("run", "--max-retries", "0").exit == 0)
    #expect(program.outbox == ["ops run.succeeded"])
    program.folder.write(Self.node, to: "deploy.toml")
    let flush = program.run("notify", "flush")
    #expect(flush.exit == 1)
    #expect(
      flush.error == """
        pyflow: error: deploy.toml has no channel `ops` any more, for which 1 message is kept
          = hint: take out what is kept for it: pyflow notify flush deploy.toml --discard ops

        """)
    #expect(program.run("notify", "list").output.contains("ops: no channel of the runbook any more, 1 waiting"))
    let discard = program.run("notify", "flush", "--discard", "ops")
    #expect(discard.exit == 0 && discard.output == "nothing to deliver, 1 discarded\n")
    #expect(program.outbox.isEmpty)
  }

  @Test("what cannot be read is no reason to fail inside, and is said")
  func unreadable() {
    let program = Program(Self.broken + Self.node)
    program.folder.write("", to: ".pyflow/outbox.jsonl/.keep")
    let run = program.run("run", "--max-retries", "0")
    #expect(run.exit == 0 && run.error.components(separatedBy: "warning:").count == 2)
    #expect(run.error.contains("what it did not get cannot be kept either") && !run.error.contains("is kept in"))
    let flush = program.run("notify", "flush")
    #expect(flush.exit == 74 && flush.error.hasPrefix("pyflow: error: the outbox cannot be used: "))
  }

  @Test("a flush of a runbook that is wrong says that, and nothing else")
  func invalid() {
    let flush = Program("[a]\ncommand = 3\n").run("notify", "flush")
    #expect(flush.exit == 2 && !flush.error.contains("another pyflow"))
  }

  @Test("a flush leaves the outbox to the group of the runbook")
  func shared() throws {
    let group = try #require(UserGroup.name)
    let mixed =
      "[runbook]\ngroup = \"\(group)\"\n[runbook.notify.good]\nkind = \"command\"\ncommand = \"test -e ready\"\non = [\"run.succeeded\"]\n"
    let program = Program(mixed + Self.broken + Self.node)
    #expect(program.run("run", "--max-retries", "0").exit == 0)
    program.folder.write("", to: "ready")
    #expect(program.run("notify", "flush").exit == 1)
    #expect(program.outbox == ["ops run.succeeded"])
    for name in ["outbox.jsonl", "outbox.lock"] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: program.folder.url.appendingPathComponent(".pyflow/\(name)").path)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
    }
  }

  @Test("an older alert is not sent once its resolution was")
  func overtaken() throws {
    let isMended = Locked(false)
    let receiver = Receiver { _ in LoopbackAnswer(status: isMended.withLock { $0 } ? 202 : 500) }
    let program = Program.notifying(
      """
      [runbook.notify.pager]
      kind = "pagerduty"
      routing_key = "hunter2hunter2hunter2hunter2hunt"
      events_url = "\(receiver.server.url())"
      on = ["run.failed", "run.succeeded"]
      [a]
      command = "test -e ready"
      """)
    #expect(program.run("run", "--max-retries", "0").exit == 1)
    #expect(program.outbox == ["pager run.failed"])
    isMended.withLock { $0 = true }
    program.folder.write("", to: "ready")
    #expect(program.run("run").exit == 0)
    #expect(program.outbox.isEmpty)
    #expect(program.run("notify", "flush").output == "nothing to deliver\n")
    let last = receiver.messages.compactMap { $0["event_action"] as? String }.last
    #expect(last == "resolve")
  }
}
