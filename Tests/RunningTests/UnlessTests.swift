import Planning
import Running
import TestSupport
import Testing
import Values

/// Nodes that are asked first whether anything is to be done, and what nodes give by name (design 3.3).
@Suite("Unless and outputs")
struct UnlessTests {
  private static func rehearse(_ text: String, _ scripts: [String: FakeWorld.Script] = [:]) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts)
  }

  private static let command =
    "[a]\ncommand = \"make\"\nunless = \"test -f x\"\n[b]\ncommand = \"x\"\nwhen = \"has_succeeded('a')\"\n"

  @Test("a command that exits 0 leaves the node unchanged, which is as good as succeeded")
  func unchanged() {
    let run = Self.rehearse(Self.command)
    #expect(run.summary == "a unchanged, b succeeded")
    #expect(run.started == ["a!unless", "b"])
    #expect(run.finish.status == .succeeded)
  }

  @Test("any other exit lets it run, once asked however often it is tried")
  func needed() {
    let run = Self.rehearse(
      Self.command.replacing("unless", with: "retry = { attempts = 2, delay = 1 }\nunless"),
      ["a!unless": .init(.exited(1)), "a": .init(.exited(1)), "a#2": .init()])
    #expect(run.summary == "a succeeded, b succeeded")
    #expect(run.started == ["a!unless", "a", "a", "b"])
  }

  @Test("a question that cannot be asked fails the node")
  func unasked() {
    #expect(Self.rehearse(Self.command, ["a!unless": .init(.couldNotStart("x"))]).summary == "a failed, b blocked")
  }

  @Test(
    "it has the time of its node, or else half a minute; when that is over nothing is known, so nothing is run",
    arguments: [
      ("", 30, "30s"), ("timeout = \"2s\"", 2, "2s"), ("timeout = \"{{ run.id | length }}\"", 26, "its time"),
    ])
  func overtime(key: String, seconds: Int, words: String) {
    let late = Self.rehearse(
      Self.command.replacing("unless", with: "\(key)\nretry = 3\nrollback = \"undo\"\nunless"),
      ["a!unless": .endless()])
    #expect(late.summary == "a failed, b blocked")
    #expect(late.started == ["a!unless"])
    #expect(late.reasons["a"] == .timedOut(words))
    #expect(late.finish.duration == .seconds(seconds) + .milliseconds(1))
    #expect(late.ends == ["a: terminate"])
  }

  @Test("one that goes on when it was asked to end is forced ten seconds later")
  func forced() {
    let run = Self.rehearse(Self.command, ["a!unless": .endless(), "a": .endless(heedsSignals: false)])
    #expect(run.reasons["a"] == .timedOut("30s"))
    #expect(run.finish.duration == .seconds(40) + .milliseconds(1))
  }

  @Test("one that ends well only when it was asked to end has told nothing")
  func late() {
    var script = FakeWorld.Script(.exited(0), after: .seconds(35))
    script.heedsSignals = false
    #expect(Self.rehearse(Self.command, ["a!unless": script, "a": script]).reasons["a"] == .timedOut("30s"))
  }

  @Test("before a function it is a process too: its time ends it, and so does a signal")
  func function() {
    let text = "[a]\nfunction = \"noop\"\nunless = \"test -f x\"\n"
    let late = Self.rehearse(text, ["a!unless": .endless()])
    #expect(late.reasons["a"] == .timedOut("30s"))
    #expect(late.ends == ["a: terminate"])
    let stopped = Rehearsal.run(
      Reading.plan(text).plan, scripts: ["a!unless": .endless()], signals: [(.seconds(2), .interrupt)])
    #expect(stopped.reasons["a"] == .interrupted(.interrupt))
    #expect(stopped.ends == ["a: pass interrupt"])
  }

  @Test("an expression in braces asks nobody", arguments: [("2", "a unchanged"), ("3", "a succeeded")])
  func expression(number: String, summary: String) {
    let run = Self.rehearse("[variables]\nN = \(number)\n[a]\ncommand = \"make\"\nunless = \"{{ N == 2 }}\"\n")
    #expect(run.summary == summary)
  }

  @Test("an unchanged node has nothing to undo")
  func rollback() {
    let run = Self.rehearse(
      "[a]\ncommand = \"make\"\nunless = \"test\"\nrollback = \"undo\"\n[b]\ncommand = \"x\"\n",
      ["b": .init(.exited(1))])
    #expect(run.started == ["a!unless", "b"])
    #expect(run.finish.status == .failed)
  }

  @Test("outputs are read by others and by the run")
  func outputs() {
    let run = Self.rehearse(
      """
      [runbook]
      outputs = { id = "{{ nodes.a.outputs.id }}", count = "{{ nodes.a.outputs.count + 1 }}", gone = "{{ nodes.c.stdout }}" }
      [a]
      command = "x"
      outputs = { id = "{{ result.stdout | trim }}", count = "{{ result.json.n if false else 2 }}" }
      [b]
      command = ["use", "{{ nodes.a.outputs.id }}"]
      [c]
      command = "x"
      skip = true
      """, ["a": .init(stdout: " i-1 ")])
    #expect(run.summary == "a succeeded, b succeeded, c skipped")
    #expect(run.finish.outputs["id"] == .string("i-1"))
    #expect(run.finish.outputs["count"] == .int(3))
    let words = run.events.compactMap { event -> String? in
      if case .started(1, _, let action) = event { action.summary } else { nil }
    }
    #expect(words == ["use i-1"])
  }

  @Test("an output that cannot be evaluated fails the node")
  func wrongOutput() {
    let run = Self.rehearse(
      "[a]\ncommand = \"x\"\noutputs = { id = \"{{ result.json.id }}\" }\n", ["a": .init(stdout: "no JSON")])
    #expect(run.summary == "a failed")
  }
}
