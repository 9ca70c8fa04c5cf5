import Planning
import Running
import TestSupport
import Testing
import Text
import Values

@testable import Reports

/// What a person reads while a run goes on, and at its end.
@Suite("Progress of a run")
struct ProgressViewTests {
  private static let runbook = """
    [variables]
    V = "1.2"
    [build]
    description = "Makes it"
    command = '''
    one
    two
    '''
    [ship]
    command = "ship {{ V }}"
    [undo]
    command = "undo"
    when = "has_failed('ship')"
    [tell]
    command = "tell"
    [lint]
    command = "lint"
    allow_failure = true
    depends_on = []
    """

  /// Everything that is printed about a run, on a pipe.
  private func text(
    _ runbook: String, scripts: [String: FakeWorld.Script] = [:], answers: [String: Answer] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], options: ProgressOptions = ProgressOptions()
  ) -> String {
    let (plan, diagnostics) = Reading.plan(runbook)
    #expect(!diagnostics.hasErrors)
    var runOptions = RunOptions(jobs: 1)
    runOptions.hasTerminal = !answers.isEmpty
    let rehearsal = Rehearsal.run(plan, scripts: scripts, answers: answers, signals: signals, options: runOptions)
    var view = ProgressView(plan: plan, options: options)
    let start = Instant(nanoseconds: 0)
    return view.text(for: rehearsal.events, at: start)
      + view.endText(rehearsal.finish, run: "01RUN", auditPath: "deploy.audit.jsonl", at: start)
  }

  private func fails(_ output: String) -> FakeWorld.Script { FakeWorld.Script(.exited(3), stdout: output) }

  @Test("that succeeds")
  func success() {
    #expect(
      text(Self.runbook, scripts: ["ship": FakeWorld.Script(stdout: "gone\nover\n")]) == """
        ▸ build: Makes it
        ✓ build (1.00s)
        ▸ ship: ship '1.2'
        ✓ ship (1.00s)
          │ gone
          │ over
        ○ undo skipped: condition is false: has_failed('ship')
        ▸ tell: tell
        ✓ tell (1.00s)
        ▸ lint: lint
        ✓ lint (1.00s)
        succeeded in 4.00s: 4 succeeded, 1 skipped
          run 01RUN · deploy.audit.jsonl

        """)
  }

  @Test("that fails ends in the failure view")
  func failure() {
    #expect(
      text(Self.runbook, scripts: ["ship": fails("half\n\u{1B}[31mbroken\u{1B}[0m\n"), "lint": fails("")]) == """
        ▸ build: Makes it
        ✓ build (1.00s)
        ▸ ship: ship '1.2'
        ✗ ship failed: exit 3 (1.00s)
          │ half
          │ broken
        ▸ undo: undo
        ✓ undo (1.00s)
        ● tell blocked by ship
        ● lint blocked: the run was stopped after ship failed

        ── ship failed: exit 3
          $ ship '1.2'
          │ half
          │ broken
          did not run because of it: tell, lint
        failed in 3.00s: 2 succeeded, 1 failed, 2 blocked
          run 01RUN · deploy.audit.jsonl

        """)
  }

  @Test("in which a failure was allowed says so")
  func allowedFailure() {
    #expect(
      text("[lint]\ncommand = \"lint\"\nallow_failure = true", scripts: ["lint": fails("bad\n")]) == """
        ▸ lint: lint
        ✗ lint failed, which is allowed: exit 3 (1.00s)
          │ bad
        warning: failed with permission: lint
        succeeded in 1.00s: 1 failed
          run 01RUN · deploy.audit.jsonl

        """)
  }

  @Test("that is quiet tells failures alone")
  func quiet() {
    var options = ProgressOptions()
    options.isQuiet = true
    #expect(text(Self.runbook, options: options).isEmpty)
    #expect(
      text("[a]\ncommand = \"a\"\n[b]\ncommand = \"b\"", scripts: ["a": fails("why\n")], options: options) == """
        ✗ a failed: exit 3 (1.00s)
          │ why

        ── a failed: exit 3
          $ a
          │ why
          did not run because of it: b
        failed in 1.00s: 1 failed, 1 blocked
          run 01RUN · deploy.audit.jsonl

        """)
  }

  @Test("that is interrupted says what happens now")
  func interrupted() {
    let text = text(
      "[a]\ncommand = \"a\"\n[b]\ncommand = \"b\"", scripts: ["a": FakeWorld.Script(after: .seconds(9))],
      signals: [(.seconds(2), .interrupt)])
    #expect(
      text.contains("SIGINT: starting nothing new, waiting for what runs\n  press Ctrl-C again to end it at once\n"))
    #expect(text.contains("cancelled by SIGINT after "))
  }

  @Test("that waits says how to go on")
  func waiting() {
    #expect(
      text("[ok]\nprompt = \"Go on,\\nreally?\"") == """
        ? ok: Go on, really?
        waiting for approval: 1 waiting
          run it at a terminal to answer, or with --yes to approve
          run 01RUN · deploy.audit.jsonl

        """)
  }

  @Test("makes commands of a workflow harmless under GitHub")
  func workflowCommands() {
    var options = ProgressOptions()
    options.guardsCommands = true
    let text = text(
      "[a]\ncommand = \"a\"", scripts: ["a": FakeWorld.Script(stdout: "::error::x\n::add-mask::y\n")], options: options)
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::") || $0.contains("│ ::") })
  }

  @Test("lets nothing that a runbook says play with the terminal")
  func hostileWords() {
    let runbook = """
      [a]
      command = "echo \\u001b[2J"
      [b]
      function = "fail"
      params = { message = "no\\u001b]0;x\\u0007 way\\nat all" }
      """
    #expect(!text(runbook).contains("\u{1B}"))
    #expect(text(runbook).contains("✗ b failed: no way at all (0.00s)\n"))
    var view = ProgressView(plan: Reading.plan(runbook).plan, options: ProgressOptions())
    #expect(view.told(["» b: \u{1B}[2Jclear\tx"], at: Instant(nanoseconds: 0)) == "» b: clear\tx\n")
  }

  @Test("has a live line at a terminal, which is drawn anew and erased at the end")
  func live() {
    let (plan, _) = Reading.plan("[a]\ncommand = \"a\"\n[b]\ncommand = \"b\"")
    var options = ProgressOptions()
    options.isLive = true
    var view = ProgressView(plan: plan, options: options)
    let rehearsal = Rehearsal.run(plan)
    let started = rehearsal.events.prefix { if case .started = $0 { false } else { true } }.count + 1
    let start = Instant(nanoseconds: 0)
    #expect(view.text(for: Array(rehearsal.events.prefix(started)), at: start) == "[0/2] a 0s")
    #expect(view.idleText(at: start) == "")
    #expect(view.idleText(at: start.advanced(by: .seconds(3))) == "\r\u{1B}[K[0/2] a 3s")
    let rest = view.text(for: Array(rehearsal.events.dropFirst(started)), at: start.advanced(by: .seconds(4)))
    #expect(rest == "\r\u{1B}[K✓ a (1.00s)\n✓ b (1.00s)\n")
  }

  @Test("explains a long silence on a pipe")
  func silence() {
    let (plan, _) = Reading.plan("[a]\ncommand = \"a\"")
    var view = ProgressView(plan: plan, options: ProgressOptions())
    let rehearsal = Rehearsal.run(plan)
    let start = Instant(nanoseconds: 0)
    _ = view.text(for: Array(rehearsal.events.prefix(2)), at: start)
    #expect(view.idleText(at: start.advanced(by: .seconds(29))) == "")
    #expect(view.idleText(at: start.advanced(by: .seconds(65))) == "  still running: a (1m5s)\n")
  }
}
