import Foundation
import TestSupport
import Testing

/// Exactly one last message a channel, whatever happens to the run; and what a run needs is known before it begins.
@Suite("Messages of a run")
struct OnceTests {
  private static let channel = "[runbook.notify.log]\nkind = \"command\"\ncommand = \"cat >> events.jsonl\"\n"

  @Test("one end is told across a crash, and nothing twice")
  func crash() throws {
    let program = Program.notifying(
      Self.channel + """
        severity = "info"
        [first]
        command = "true"
        [second]
        command = "echo here > reached; read x < go"
        idempotent = true
        """)
    let (reached, go) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "go"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    go.writeLine("on")
    go.writeLine("on")
    let result = program.run("resume", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    let events = program.events
    #expect(events.filter { $0 == "run.succeeded" }.count == 1 && events.last == "run.succeeded")
    #expect(events.filter { $0 == "run.started" }.count <= 1 && events.filter { $0 == "run.resumed" }.count == 1)
    #expect(program.run("resume").exit == 0)
    #expect(program.events == events)
  }

  @Test("a run that fails again after it was taken up is told of again")
  func chapters() {
    let program = Program.notifying(Self.channel + "on = [\"run.failed\", \"node.failed\"]\n[a]\ncommand = \"false\"\n")
    #expect(program.run("run", "--max-retries", "0").exit == 1)
    #expect(program.run("resume", "--max-retries", "0").exit == 1)
    #expect(program.events == ["node.failed", "run.failed", "node.failed", "run.failed"])
  }

  @Test("every way to end tells one end")
  func ends() {
    let cases: [(nodes: String, exit: Int, event: String)] = [
      ("[a]\ncommand = \"true\"", 0, "run.succeeded"),
      ("[a]\ncommand = \"false\"", 1, "run.failed"),
      ("[a]\ncommand = \"true\"\nrollback = \"true\"\n[b]\ncommand = \"false\"", 4, "run.rolled_back"),
      ("[a]\ncommand = \"true\"\nrollback = \"false\"\n[b]\ncommand = \"false\"", 5, "run.rollback_failed"),
      (
        "[a]\ncommand = \"exit 75\"\npoll = { every = \"1ms\", unknown_limit = 0, on_unknown = \"halt\" }", 5,
        "run.halted"
      ),
      ("[a]\ncommand = \"kill -INT $PPID; sleep 10\"", 130, "run.cancelled"),
    ]
    for sample in cases {
      let program = Program.notifying(Self.channel + sample.nodes + "\n")
      #expect(program.run("run", "--max-retries", "0").exit == sample.exit)
      let finals = program.events.filter { $0.hasPrefix("run.") && $0 != "run.started" && $0 != "run.interrupted" }
      #expect(finals == [sample.event])
    }
  }

  @Test("a question is told, and its answer")
  func approvals() {
    let program = Program.notifying(Self.channel + "[gate]\nprompt = \"Ship?\"\n")
    #expect(program.run("run", "--no-input").exit == 6)
    #expect(program.events == ["run.started", "approval.requested", "run.waiting"])
    // Asking again is no news.
    #expect(program.run("resume", "--no-input").exit == 6)
    #expect(program.events.filter { $0 == "approval.requested" }.count == 1)
    #expect(program.events.suffix(2) == ["run.resumed", "run.waiting"])
    #expect(program.run("approve").exit == 0)
    #expect(program.run("resume", "--no-input").exit == 0)
    #expect(program.events.suffix(2) == ["approval.granted", "run.succeeded"])
  }

  @Test("a required channel that cannot be told keeps the run from beginning")
  func required() {
    let receiver = Receiver(LoopbackAnswer(status: 404))
    let program = Program.notifying(
      """
      [runbook.notify.ops]
      kind = "slack"
      url = "{{ secrets.HOOK }}"
      required = true
      [a]
      command = "echo > touched"
      """, hook: receiver.url)
    let result = program.run("run")
    #expect(result.exit == 3 && !program.folder.exists("touched") && !program.folder.exists("deploy.audit.jsonl"))
    #expect(
      result.error == """
        pyflow: error: channel `ops` is required, and cannot be told of the run: status 404
          = hint: nothing was done; try it with: pyflow notify test ops deploy.toml

        """)
    let good = Receiver()
    var mended = program
    mended.environment["HOOK"] = good.url
    #expect(mended.run("run").exit == 0)
    #expect(
      good.messages.map { $0["text"] as? String } == ["ℹ️ deploy has started", "✅ deploy has succeeded"])
    #expect(mended.records("notify.sent").count == 2)
  }

  @Test("who was told of a run that another required channel has refused is told that it does not begin")
  func retracted() {
    let receiver = Receiver(LoopbackAnswer(status: 404))
    let program = Program.notifying(
      Self.channel + """
        required = true
        [runbook.notify.ops]
        kind = "slack"
        url = "{{ secrets.HOOK }}"
        required = true
        [a]
        command = "echo > touched"
        """, hook: receiver.url)
    let result = program.run("run")
    #expect(result.exit == 3 && !program.folder.exists("touched") && !program.folder.exists("deploy.audit.jsonl"))
    #expect(program.events == ["run.started", "run.cancelled"])
    #expect(program.folder.read("events.jsonl")?.contains("deploy does not begin") == true)
  }

  @Test("the texts of a channel can ask the key-value store")
  func store() {
    let program = Program.notifying(
      Self.channel + """
        on = ["run.succeeded", "run.started"]
        when = "kv.get('quiet', 'no') == 'no'"
        message = "{{ kv.get('note', 'none') }}"
        [a]
        command = "true"
        """)
    #expect(program.run("run").error.contains("pyflow: warning") == false)
    #expect(program.events == ["run.started", "run.succeeded"])
    #expect(program.folder.read("events.jsonl")?.contains("\"text\":\"none\"") == true)
    #expect(program.run("kv", "set", "quiet", "yes").exit == 0)
    #expect(program.run("run").exit == 0 && program.events.count == 2)
  }

  @Test("a run that was told to undo what succeeded has not failed")
  func undone() {
    let program = Program.notifying(
      Self.channel + "on = [\"run.rolled_back\"]\n[a]\ncommand = \"true\"\nrollback = \"true\"\n")
    #expect(program.run("run").exit == 0)
    #expect(program.run("rollback", "--no-input").exit == 0)
    let told = program.folder.read("events.jsonl") ?? ""
    #expect(told.contains("deploy was rolled back, as somebody has asked") && !told.contains("pyflow resume"))
  }

  @Test("the summary of a step has room for how the run ended, and says what was left out")
  func summary() throws {
    var program = Program.notifying(
      """
      [runbook.notify.page]
      kind = "github"
      on = ["node.succeeded", "run.succeeded"]
      message = "{{ env.LONG }}"
      [a]
      command = "true"
      foreach = "{{ range(300) }}"
      """)
    program.environment["LONG"] = String(repeating: "x", count: 3900)
    program.environment["GITHUB_STEP_SUMMARY"] = program.folder.url.appendingPathComponent("summary").path
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0 && result.error.components(separatedBy: "pyflow: warning:").count == 2, "\(result.error)")
    let page = try #require(program.folder.read("summary"))
    #expect(page.utf8.count < 1 << 20 && page.contains("deploy has succeeded"))
    #expect(page.contains(" messages were left out, for want of room") && program.outbox.isEmpty)
  }

  @Test("a channel that lacks something is found before the run")
  func unconfigured() {
    let channel =
      "[runbook.notify.ops]\nkind = \"slack\"\nurl = \"{{ secrets.HOOK }}\"\n[a]\ncommand = \"echo > touched\"\n"
    var program = Program.notifying(channel)
    program.environment["HOOK"] = nil
    let unset = program.run("run")
    #expect(unset.exit == 2 && unset.error.contains("secret `HOOK` has no value"))
    program.environment["HOOK"] = "not an address hunter2"
    let wrong = program.run("run")
    #expect(wrong.exit == 2 && !wrong.error.contains("hunter2"))
    #expect(
      wrong.error.contains(
        "channel `ops` cannot be used: `url` must be an http:// or https:// address without white space"))
    let missing = Program(
      "[runbook.notify.log]\nkind = \"command\"\ncommand = [\"no-such-program\"]\n[a]\ncommand = \"x\"\n")
    #expect(missing.run("run").error.contains("`command` names no program that is there"))
    #expect(!program.folder.exists("touched") && !program.folder.exists("deploy.audit.jsonl"))
  }

  @Test("a literal address is taken, warned of, and shown nowhere")
  func literal() {
    let receiver = Receiver()
    // No address of this machine in the eyes of the check.
    let url = receiver.url.replacingOccurrences(of: "127.0.0.1", with: "127.0.0.2")
    let program = Program("[runbook.notify.ops]\nkind = \"slack\"\nurl = \"\(url)\"\n[a]\ncommand = \"cat url\"\n")
    program.folder.write("it is \(url)\n", to: "url")
    let validation = program.run("validate")
    #expect(validation.exit == 0)
    #expect(
      validation.error.hasPrefix(
        """
        deploy.toml:3:7: warning: whoever reads this file can send messages: `url` is a secret [channel.secret]
          3 | url = "***"
        """))
    let plan = program.run("plan", "--json")
    let result = program.run("run")
    #expect(result.exit == 0 && result.error.contains("it is ***"))
    #expect(!(validation.error + validation.output + plan.output).contains("/services/T0001"))
    #expect(!SecretTraces.all(of: program, result).contains("/services/T0001"))
  }

  @Test("channels are listed, tested, and misspelled")
  func verbs() {
    let receiver = Receiver()
    let program = Program.notifying(
      Self.channel
        + "[runbook.notify.ops]\nkind = \"slack\"\nurl = \"{{ secrets.HOOK }}\"\nfallback = \"log\"\n[a]\ncommand = \"true\"\n",
      hook: receiver.url)
    let list = program.run("notify", "list")
    #expect(list.output.contains("log (command)\n") && list.output.contains("ops (slack), falls back on log\n"))
    #expect(program.run("notify", "list", "--json").output.hasPrefix("{\"schema\":\"pyflow.channels/1\""))
    let test = program.run("notify", "test", "ops")
    #expect(test.exit == 0 && test.output.hasPrefix("ops (slack): delivered, status 200, after "))
    #expect(test.output.hasSuffix("; it said: ok\n"))
    #expect(receiver.messages[0]["text"] as? String == "ℹ️ Test of channel ops")
    #expect(!program.folder.exists("deploy.audit.jsonl"))
    let misspelled = program.run("notify", "test", "op")
    #expect(misspelled.exit == 64 && misspelled.error.contains("did you mean `ops`?"))
    #expect(program.run("notify", "test").exit == 64)
    #expect(program.run("notify", "flush").output == "nothing to deliver\n")
  }
}
