import Foundation
import TestSupport
import Testing

/// Messages of runs whose process was killed: nothing is lost, and nothing is told that has not happened.
@Suite("Messages of killed runs")
struct KilledTests {
  private static let channel =
    "[runbook.notify.log]\nkind = \"command\"\ncommand = \"cat >> events.jsonl\"\non = [\"run.succeeded\"]\n"

  /// Kills the run as soon as its end is on record, whatever it does at that moment.
  private static func killAtEnd(_ program: Program) {
    let running = program.start("run", "--no-input")
    while running.isRunning, program.records("run.finished").isEmpty {}
    running.signal(SIGKILL)
    _ = running.wait()
  }

  @Test("the end is told once, whenever the process is killed after it is on record")
  func end() {
    for _ in 0..<12 {
      let program = Program.notifying(Self.channel + "[a]\ncommand = \"true\"\n")
      Self.killAtEnd(program)
      #expect(program.records("run.finished").count == 1)
      var flush = program.run("notify", "flush")
      // What the process was just starting holds its lock for a moment longer.
      while flush.output.contains("of runs that go on") { flush = program.run("notify", "flush") }
      #expect(flush.exit == 0, "\(flush.error)")
      // The program may have ended in between being told and that being on record.
      #expect(!program.events.isEmpty && Set(program.events) == ["run.succeeded"])
      #expect(program.records("notify.sent").count == 1 && program.outbox.isEmpty)
      #expect(program.run("notify", "flush").output == "nothing to deliver\n")
    }
  }

  @Test("an end that never came on record is not told")
  func untrue() throws {
    let (arrival, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let receiver = Receiver { _ in
      arrival.signal()
      release.wait()
      return .hangUp
    }
    let program = Program.notifying(
      "[runbook.notify.ops]\nkind = \"webhook\"\nurl = \"{{ secrets.HOOK }}\"\non = [\"run.succeeded\"]\n[a]\ncommand = \"true\"\n",
      hook: receiver.url)
    let running = program.start("run")
    #expect(running.waitForError("succeeded in"))
    arrival.wait()
    running.signal(SIGKILL)
    _ = running.wait()
    for _ in 0..<10 { release.signal() }
    #expect(program.outbox == ["ops run.succeeded"])
    #expect(
      program.run("resume").error.hasSuffix(
        "pyflow: warning: 1 message waits to be delivered: pyflow notify flush deploy.toml\n"))
    let lines = (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n")
    let cut = lines.prefix { !$0.contains("\"event\":\"run.finished\"") }.map { $0 + "\n" }.joined()
    program.folder.write(cut, to: "deploy.audit.jsonl", mode: 0o600)
    let before = receiver.server.requests.count
    #expect(program.run("notify", "flush").output == "nothing to deliver\n")
    #expect(program.outbox.isEmpty && receiver.server.requests.count == before)
  }

  @Test("what was under way or waited is told when the run is taken up again")
  func resumed() throws {
    let isStuck = Locked(true)
    let release = DispatchSemaphore(value: 0)
    let receiver = Receiver { _ in
      if isStuck.withLock({ $0 }) { release.wait() }
      return LoopbackAnswer(body: "ok")
    }
    let program = Program.notifying(
      """
      [runbook.notify.ops]
      kind = "webhook"
      url = "{{ secrets.HOOK }}"
      on = ["node.succeeded", "run.succeeded"]
      [one]
      command = "true"
      [two]
      command = "true"
      depends_on = ["one"]
      [three]
      command = "echo here > reached; read x < go"
      depends_on = ["two"]
      idempotent = true
      """, hook: receiver.url)
    let (reached, go) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "go"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    // The node runs already when it is told how the one before it has ended.
    while running.isRunning, program.outbox.count < 2 {}
    running.signal(SIGKILL)
    _ = running.wait()
    #expect(program.outbox.filter { $0 == "ops node.succeeded" }.count == 2)
    isStuck.withLock { $0 = false }
    for _ in 0..<10 { release.signal() }
    go.writeLine("on")
    go.writeLine("on")
    let result = program.run("resume", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    let sent = program.records("notify.sent").filter { $0.contains("node.succeeded") }
    #expect(sent.count == 3 && Set(sent.map { $0.firstMatch(of: /"key":"[^"]*"/)?.output }).count == 3)
    #expect(program.outbox.isEmpty)
  }
}
