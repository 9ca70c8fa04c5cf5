import Planning
import Reports
import Running
import TestSupport
import Testing
import Text
import Values

/// What is printed while a run goes on.
@Suite("Progress")
struct ProgressTests {
  @Test("on a pipe is a line for each start and end, the output, the failure and the summary")
  func pipe() {
    #expect(
      ReportSample.progress(ReportSample.release, scripts: ReportSample.scripts) == """
        ○ docs skipped: `skip` is set
        ▸ build: make 'dev'
        ▸ lint: lint
        ✗ lint failed, which is allowed: exit 2 (1.00s)
        ✓ build (1.50s)
          │ cc a.c
          │ cc b.c
        ▸ deploy: Puts it there
        ✗ deploy failed: exit 3 (1m15s)
          │ connecting
          │ refused
        ● announce blocked by deploy

        ── deploy failed: exit 3
          Puts it there
          $ deploy --to dev
            check
          │ connecting
          │ refused
          did not run because of it: announce
        warning: failed with permission: lint
        failed in 1m16s: 1 succeeded, 2 failed, 1 skipped, 1 blocked
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A

        """)
  }

  @Test("tells for whose lock a node waits")
  func lock() {
    var view = ProgressView(plan: Reading.plan("[a]\ncommand = \"x\"").plan, options: ProgressOptions())
    let now = Instant(nanoseconds: 0)
    let holder = LockHolder(run: "R", user: "eve", host: "here\u{1B}[1m", process: 7, since: "then")
    #expect(
      view.text(for: [.lockAwaited(node: 0, .lock("db"), holder: holder)], at: now)
        == "… a waits for lock `db`, held by run R of eve@here, pid 7, since then\n")
    #expect(
      view.text(for: [.lockAwaited(node: 0, .lock("db"), holder: nil)], at: now)
        == "… a waits for lock `db`, held by another run\n")
    #expect(view.text(for: [.lockAcquired(node: 0, LockClaim(locks: ["db"]))], at: now).isEmpty)
  }

  @Test("that is quiet tells only what went wrong")
  func quiet() {
    var options = ProgressOptions()
    options.isQuiet = true
    #expect(
      ReportSample.progress(ReportSample.release, scripts: ReportSample.scripts, options: options) == """
        ✗ lint failed, which is allowed: exit 2 (1.00s)
        ✗ deploy failed: exit 3 (1m15s)
          │ connecting
          │ refused

        ── deploy failed: exit 3
          Puts it there
          $ deploy --to dev
            check
          │ connecting
          │ refused
          did not run because of it: announce
        warning: failed with permission: lint
        failed in 1m16s: 1 succeeded, 2 failed, 1 skipped, 1 blocked
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A

        """)
    #expect(ReportSample.progress("[a]\ncommand = \"x\"", options: options).isEmpty)
  }

  @Test("of approvals tells the question and the answer")
  func approvals() {
    let runbook = "[go]\nprompt = \"Really?\\nSure?\"\n[stay]\nprompt = \"And now?\"\n"
    #expect(
      ReportSample.progress(
        runbook, answers: ["go": .approved(fields: [:]), "stay": .rejected],
        requester: Person(name: "ann\u{1B}[2J", userID: 7))
          == """
          ? go: Really? Sure?
            go approved by ann
          ✓ go (1.00s)
          ? stay: And now?
            stay rejected by ann
          ✗ stay failed: rejected by ann (1.00s)

          ── stay failed: rejected by ann
          failed in 2.00s: 1 succeeded, 1 failed
            run 01TESTA000000000000000000A · deploy.audit.jsonl
            go on with: pyflow resume deploy.toml 01TESTA000000000000000000A

          """)
  }

  @Test("of a rollback names what it leaves, because that has no rollback")
  func withoutRollback() {
    func lines(_ count: Int) -> [Substring] {
      let others = (1...count).map { "[n\($0)]\ncommand = \"x\"\n" }.joined()
      return ReportSample.progress(
        "[a]\ncommand = \"x\"\nrollback = \"u\"\n" + others, scripts: ["n\(count)": .init(.exited(1))]
      ).split(separator: "\n").filter { $0.hasPrefix("not undone") }
    }
    #expect(lines(1) == ["not undone, because it has no rollback: n1"])
    #expect(lines(2) == ["not undone, because they have no rollback: n1, n2"])
    #expect(
      lines(12) == ["not undone, because they have no rollback: n1, n2, n3, n4, n5, n6, n7, n8, n9, n10 and 2 more"])
  }

  @Test("of an interruption tells what happens to what runs")
  func interruption() {
    let text = ReportSample.progress(
      "[a]\ncommand = \"x\"\n[b]\ncommand = \"y\"\n", scripts: ["a": .endless()],
      signals: [(at: .seconds(2), signal: .interrupt)])
    #expect(
      text == """
        ▸ a: x
        SIGINT: starting nothing new, waiting for what runs
          what has not ended after 10s is forced; a second signal ends it at once
        ✗ a cancelled: interrupted by SIGINT (2.00s)
        ● b blocked by a
        cancelled by SIGINT after 2.00s: 1 cancelled, 1 blocked
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A

        """)
  }

  private static let now = Instant(nanoseconds: 0)

  /// A view in which `build` and `lint` run.
  private static func running(_ options: ProgressOptions) -> (view: ProgressView, text: String) {
    let plan = Reading.plan(ReportSample.release).plan
    var view = ProgressView(plan: plan, options: options)
    let starts = Rehearsal.run(plan).events.filter { event in
      if case .started(let node, _, _) = event { node < 2 } else { false }
    }
    let text = starts.map { view.text(for: [$0], at: now) }.joined()
    return (view, text)
  }

  @Test("on a terminal has one line that is drawn again")
  func live() {
    var options = ProgressOptions()
    options.isLive = true
    var (view, text) = Self.running(options)
    #expect(text == "[0/5] build 0s\r\u{1B}[K[0/5] build 0s, lint 0s")
    #expect(view.idleText(at: Self.now).isEmpty)
    text = view.idleText(at: Self.now.advanced(by: .seconds(61)))
    #expect(text == "\r\u{1B}[K[0/5] build 1m1s, lint 1m1s")
    text = view.framed(["between"], at: Self.now.advanced(by: .seconds(61)))
    #expect(text == "\r\u{1B}[Kbetween\n[0/5] build 1m1s, lint 1m1s")
  }

  @Test("is not drawn over a node that owns the terminal")
  func interactive() {
    var options = ProgressOptions()
    options.isLive = true
    var view = ProgressView(plan: Reading.plan("[a]\ncommand = \"vi\"\ninteractive = true").plan, options: options)
    var process = ProcessAction(program: .words(["vi"]), workingDirectory: "/", captureLimit: 0)
    process.isInteractive = true
    let start = RunEvent.started(node: 0, attempt: 1, action: .process(process))
    #expect(view.text(for: [start], at: Self.now).isEmpty)
    #expect(view.idleText(at: Self.now.advanced(by: .seconds(5))).isEmpty)
  }

  @Test("on a narrow terminal is cut")
  func narrow() {
    var options = ProgressOptions()
    options.isLive = true
    options.width = 16
    var (view, _) = Self.running(options)
    let text = view.idleText(at: Self.now.advanced(by: .seconds(5)))
    #expect(text == "\r\u{1B}[K[0/5] build 5s…")
  }

  @Test("on a pipe explains a long silence, once in a while")
  func silence() {
    var (view, _) = Self.running(ProgressOptions())
    #expect(view.idleText(at: Self.now.advanced(by: .seconds(29))).isEmpty)
    #expect(view.idleText(at: Self.now.advanced(by: .seconds(30))) == "  still running: build (30s), lint (30s)\n")
    #expect(view.idleText(at: Self.now.advanced(by: .seconds(31))).isEmpty)
    #expect(view.idleText(at: Self.now.advanced(by: .seconds(60))) == "  still running: build (1m), lint (1m)\n")
  }

  @Test("steers no terminal, whatever is printed, asked, answered or thrown", arguments: [false, true])
  func hostile(isQuiet: Bool) {
    let runbook = """
      [work]
      description = \(ReportSample.hostileTOML)
      command = \(ReportSample.hostileTOML)
      [go]
      prompt = \(ReportSample.hostileTOML)
      depends_on = []
      [odd]
      function = "fail"
      params = { message = \(ReportSample.hostileTOML) }
      depends_on = []
      [not]
      command = "x"
      depends_on = []
      when = "'x\\u001b[2J\\n::error::y' == 'z'"
      """
    var options = ProgressOptions()
    options.isQuiet = isQuiet
    options.guardsCommands = true
    let text = ReportSample.progress(
      runbook, scripts: ["work": FakeWorld.Script(.exited(1), stdout: ReportSample.hostile)],
      answers: ["go": .rejected], requester: Person(name: ReportSample.hostile, userID: 7), options: options)
    #expect(ReportSample.dangerousLines(text).isEmpty)
    #expect(!text.contains("##["))
    #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
    #expect(text.contains("work failed"))
  }

  @Test("breaks up what GitHub's runner would take for commands, also between its own lines")
  func guards() {
    var options = ProgressOptions()
    options.guardsCommands = true
    var view = ProgressView(plan: Reading.plan("[a]\ncommand = \"x\"").plan, options: options)
    #expect(
      view.framed(["  ::error::x", "##[group]y", "z"], at: Self.now) == "\u{200B}  ::error::x\n#\u{200B}#[group]y\nz\n")
  }

  @Test("folds what nodes have printed into groups that do not nest, and leaves failures open")
  func folds() {
    var options = ProgressOptions()
    options.guardsCommands = true
    options.foldsOutput = true
    let text = ReportSample.progress(
      "[a]\ncommand = \"x\"\n[b]\ncommand = \"y\"\ndepends_on = []\nretry = 2\n[c]\ncommand = \"z\"",
      scripts: [
        "a": FakeWorld.Script(.exited(0), stdout: "50%\n::endgroup::\n##[endgroup]\n"),
        "b": FakeWorld.Script(.exited(4), stdout: "no\n"),
      ], options: options)
    let log = WorkflowLog(text)
    #expect(log.commands.map(\.name) == ["group", "endgroup", "group", "endgroup"])
    #expect(log.messages("group") == ["✓ a (1.00s)", "↻ b attempt 1 failed: exit 4; again in 0.88s"])
    #expect(log.lines.contains { $0.hasPrefix("✗ b failed: exit 4") } && log.lines.contains("  │ 50%"))
  }

  @Test("of much output shows its end and where the rest is")
  func longOutput() {
    let output = (1...60).map { "line \($0)" }.joined(separator: "\n")
    let text = ReportSample.progress(
      "[a]\ncommand = \"x\"", scripts: ["a": FakeWorld.Script(.exited(1), stdout: output)])
    #expect(!text.contains("│ line 10\n"))
    #expect(text.contains("│ line 11\n"))
    #expect(text.components(separatedBy: "│ line 60\n").count == 3)
    #expect(text.components(separatedBy: "│ line 50\n").count == 2)
  }
}
