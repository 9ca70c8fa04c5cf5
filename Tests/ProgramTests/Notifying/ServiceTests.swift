import Foundation
import TestSupport
import Testing

/// What real receivers on the loopback interface get, service by service.
@Suite("Messages to services")
struct ServiceTests {
  private static let nodes = "[deploy]\ncommand = \"echo 'it <broke> @everyone'; exit 3\"\n"

  private static func fail(_ channel: String, _ receiver: Receiver) -> (Program, Program.Result) {
    let program = Program.notifying(
      "[runbook]\ntitle = \"Ship & <go>\"\n[runbook.notify.ops]\n\(channel)\n\(nodes)", hook: receiver.url)
    return (program, program.run("run", "--max-retries", "0"))
  }

  @Test("Slack: the failure, then one end, with nothing that is a command")
  func slack() throws {
    let receiver = Receiver()
    let (program, result) = Self.fail("kind = \"slack\"\nurl = \"{{ secrets.HOOK }}\"", receiver)
    #expect(result.exit == 1 && !result.error.contains("warning"))
    #expect(receiver.server.requests.map(\.method) == ["POST", "POST"])
    #expect(receiver.server.requests.first?.target == "/services/T0001/B0001/hunter2hunter2hunter2")
    #expect(receiver.server.requests.first?.header("Content-Type") == "application/json")
    #expect(
      receiver.messages.map { $0["text"] as? String } == ["❌ deploy failed", "❌ Ship &amp; &lt;go&gt; has failed"])
    let text = try #require(receiver.server.requests.first?.text)
    #expect(text.contains("it &lt;broke&gt; @everyone") && !text.contains("<broke>"))
    #expect(program.records("notify.sent").count == 2 && program.records("notify.failed").isEmpty)
    #expect(!program.folder.exists(".pyflow/outbox.jsonl"))
  }

  @Test("Teams: a message with an Adaptive Card")
  func teams() throws {
    let receiver = Receiver(LoopbackAnswer(status: 202))
    let (_, result) = Self.fail("kind = \"teams\"\nurl = \"{{ secrets.HOOK }}\"\non = \"run.failed\"", receiver)
    #expect(result.exit == 1 && receiver.messages.count == 1)
    let card = try #require(
      (receiver.messages[0]["attachments"] as? [[String: Any]])?.first?["content"] as? [String: Any])
    #expect(card["type"] as? String == "AdaptiveCard" && card["version"] as? String == "1.4")
    let body = try #require(card["body"] as? [[String: Any]])
    #expect(body.map { $0["type"] as? String } == ["TextBlock", "TextBlock", "FactSet"])
    #expect(body[0]["text"] as? String == "❌ Ship & <go> has failed")
  }

  @Test("Discord: asked to wait, mentioning nobody")
  func discord() throws {
    let receiver = Receiver()
    let (_, result) = Self.fail("kind = \"discord\"\nurl = \"{{ secrets.HOOK }}\"\non = \"node.failed\"", receiver)
    #expect(result.exit == 1 && receiver.messages.count == 1)
    #expect(receiver.server.requests[0].target.hasSuffix("?wait=true"))
    #expect((receiver.messages[0]["allowed_mentions"] as? [String: [String]]) == ["parse": []])
    let embed = try #require((receiver.messages[0]["embeds"] as? [[String: Any]])?.first)
    #expect(embed["title"] as? String == "❌ deploy failed")
  }

  @Test("PagerDuty: alerts with the key, resolved and told of a change by the next success")
  func pagerDuty() throws {
    let receiver = Receiver(LoopbackAnswer(status: 202, body: "{\"status\":\"success\"}"))
    let program = Program.notifying(
      """
      [runbook.notify.pager]
      kind = "pagerduty"
      routing_key = "{{ secrets.HOOK }}"
      events_url = "\(receiver.server.url())"
      on = ["run.failed", "run.succeeded"]
      severities = { error = "warning" }
      [deploy]
      command = "test -e fixed"
      """, hook: "0123456789abcdef0123456789abcdef")
    #expect(program.run("run", "--max-retries", "0").exit == 1)
    program.folder.write("", to: "fixed")
    #expect(program.run("run").exit == 0)
    #expect(receiver.server.requests.map(\.target) == ["/v2/enqueue", "/v2/enqueue", "/v2/change/enqueue"])
    #expect(receiver.messages.allSatisfy { $0["routing_key"] as? String == "0123456789abcdef0123456789abcdef" })
    #expect(receiver.messages.map { $0["event_action"] as? String } == ["trigger", "resolve", nil])
    #expect(receiver.messages[0]["dedup_key"] as? String == "pyflow:deploy")
    #expect(receiver.messages[1]["dedup_key"] as? String == "pyflow:deploy")
    let payload = try #require(receiver.messages[0]["payload"] as? [String: Any])
    #expect(payload["severity"] as? String == "warning" && payload["summary"] as? String == "deploy has failed")
    #expect(!SecretTraces.all(of: program).contains("0123456789abcdef"))
  }

  @Test("webhooks: signed, with an idempotency key and what the runbook adds")
  func webhook() throws {
    let receiver = Receiver()
    let (program, _) = Self.fail(
      """
      kind = "webhook"
      url = "{{ secrets.HOOK }}"
      signing_secret = "{{ secrets.HOOK }}"
      headers = { X-Team = "blue", User-Agent = "mine" }
      on = "run.failed"
      """, receiver)
    let request = try #require(receiver.server.requests.first)
    #expect(request.header("X-Team") == "blue" && request.header("User-Agent") == "mine")
    #expect(request.header("Idempotency-Key") == receiver.messages[0]["id"] as? String)
    program.folder.write(Data(request.body), to: "body")
    let checker = """
      import hmac, hashlib, os, sys
      print("sha256=" + hmac.new(os.environ["HOOK"].encode(), open("body", "rb").read(), hashlib.sha256).hexdigest())
      """
    guard let expected = Python.run(checker, in: program) else { return print("skipped: python3 is not installed") }
    #expect(request.header("X-Pyflow-Signature") == expected.trimmingCharacters(in: .whitespacesAndNewlines))
    let run = try #require(receiver.messages[0]["run"] as? [String: Any])
    #expect(run["title"] as? String == "Ship & <go>" && receiver.messages[0]["status"] as? String == "failed")
  }

  @Test("programs: the event on their input, and no secrets in their environment")
  func command() {
    let program = Program.notifying(
      """
      [runbook.notify.log]
      kind = "command"
      command = "cat >> events.jsonl; echo \\"$PYFLOW_EVENT $PYFLOW_CHANNEL ${HOOK:-none}\\" >> names"
      severity = "info"
      [runbook.notify.other]
      kind = "slack"
      url = "{{ secrets.HOOK }}"
      on = "run.halted"
      [deploy]
      command = "true"
      """)
    #expect(program.run("run").exit == 0)
    #expect(program.events == ["run.started", "node.started", "node.succeeded", "run.succeeded"])
    #expect(program.folder.read("names")?.contains("run.succeeded log none\n") == true)
  }

  @Test("GitHub: Markdown at the end of the step's summary, where there is one")
  func summary() throws {
    var program = Program.notifying("[runbook.notify.page]\nkind = \"github\"\non = \"run.failed\"\n\(Self.nodes)")
    let without = program.run("run", "--max-retries", "0")
    #expect(
      without.error.contains("warning: channel `page` has nowhere to write: GITHUB_STEP_SUMMARY is not set\n"))
    program.folder.write("before\n", to: "summary.md")
    program.environment["GITHUB_STEP_SUMMARY"] = "\(program.folder.path)/summary.md"
    #expect(program.run("run", "--max-retries", "0").exit == 1)
    let text = try #require(program.folder.read("summary.md"))
    #expect(text.hasPrefix("before\n### ❌ deploy has failed\n"))
    #expect(text.components(separatedBy: "###").count == 2)
  }

  @Test("what the runbook says of them is rendered, and a mistake in it keeps nobody in the dark")
  func texts() {
    let receiver = Receiver()
    let (_, result) = Self.fail(
      """
      kind = "slack"
      url = "{{ secrets.HOOK }}"
      when = "event == 'run.failed' and env.PATH is defined"
      title = "{{ run.title }}: {{ status }}"
      message = "{{ reason }} {{ 1 // (reason | length - 13) }}"
      """, receiver)
    #expect(receiver.messages.map { $0["text"] as? String } == ["❌ Ship &amp; &lt;go&gt;: failed"])
    #expect(result.error.contains("warning: channel `ops`: `message`: "))
    #expect(receiver.server.requests[0].text.contains("1 failed in"))
  }

  @Test("the function notify goes to the channels that it names")
  func function() {
    let (receiver, other) = (Receiver(), Receiver())
    let program = Program.notifying(
      """
      [runbook.notify.ops]
      kind = "slack"
      url = "{{ secrets.HOOK }}"
      on = "run.halted"
      [runbook.notify.log]
      kind = "webhook"
      url = "\(other.server.url())"
      on = ["node.message", "node.succeeded"]
      [tell]
      function = "notify"
      params = { message = "half done", channel = "ops" }
      [say]
      function = "notify"
      params = { message = "whoever listens" }
      [build]
      command = "true"
      notify = "ops"
      """, hook: receiver.url)
    #expect(program.run("run").exit == 0)
    #expect(
      receiver.messages.map { $0["text"] as? String } == ["ℹ️ half done", "ℹ️ build starts", "✅ build has succeeded"])
    #expect(
      other.messages.map { $0["title"] as? String } == [
        "tell has succeeded", "whoever listens", "say has succeeded", "build has succeeded",
      ])
  }
}

/// A check by another program than the tests'.
enum Python {
  /// What a script prints in the folder of a program, with its environment; nothing if there is no Python.
  static func run(_ script: String, in program: Program) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.currentDirectoryURL = program.folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(program.environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
