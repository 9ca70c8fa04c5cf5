import Planning
import Running
import TestSupport
import Testing
import Text

/// Nodes that a selection leaves out, in a run (design 10).
@Suite("What is left out")
struct LeftOutTests {
  private func rehearse(
    _ nodes: String, skip: [String], _ scripts: [String: FakeWorld.Script] = [:]
  ) -> Rehearsal {
    var diagnostics = Diagnostics()
    var selection = Selection()
    selection.skip = skip
    let runbook = "[runbook]\non_failure = \"continue\"\n" + GraphCase.nodes(nodes)
    let plan = Reading.plan(runbook).plan.selecting(selection, into: &diagnostics)
    #expect(!diagnostics.hasErrors)
    return Rehearsal.run(plan, scripts: scripts)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let nodes: String
    var failing: [String] = []
    let outcome: String
    var testDescription: String { name }
  }

  /// In all of them `x` is left out.
  static let cases: [Case] = [
    Case(name: "a plain entry holds", nodes: "[x]\n[a]", outcome: "a succeeded, x skipped"),
    Case(
      name: "so does one on its success", nodes: "[x]\n[a]\ndepends_on = [\"x:success\"]",
      outcome: "a succeeded, x skipped"),
    Case(
      name: "and one on its end", nodes: "[x]\n[a]\ndepends_on = [\"x:done\"]", outcome: "a succeeded, x skipped"),
    Case(
      name: "it was not skipped for those that ask", nodes: "[x]\n[a]\ndepends_on = [\"x:skipped\"]",
      outcome: "a skipped, x skipped"),
    Case(
      name: "has_succeeded is true", nodes: "[x]\n[a]\nwhen = \"has_succeeded('x') and has_run('x')\"",
      outcome: "a succeeded, x skipped"),
    Case(
      name: "is_skipped is false", nodes: "[x]\n[a]\nwhen = \"is_skipped('x') or has_failed('x')\"",
      outcome: "a skipped, x skipped"),
    Case(
      name: "its own condition is not asked", nodes: "[x]\nwhen = \"1 // 0 > 0\"\n[a]",
      outcome: "a succeeded, x skipped"),
    Case(
      name: "a failure before it blocks what comes after it", nodes: "[b]\n[x]\n[a]", failing: ["b"],
      outcome: "a blocked, b failed, x skipped"),
    Case(
      name: "also by an entry on its success", nodes: "[b]\n[x]\n[a]\ndepends_on = [\"x:success\"]", failing: ["b"],
      outcome: "a blocked, b failed, x skipped"),
    Case(
      name: "then it has not succeeded", nodes: "[b]\n[x]\n[a]\ndepends_on = []\nwhen = \"has_succeeded('x')\"",
      failing: ["b"], outcome: "a skipped, b failed, x skipped"),
    Case(
      name: "a failure that it would have run after blocks nobody",
      nodes: "[b]\n[x]\ndepends_on = [\"b:done\"]\n[a]", failing: ["b"], outcome: "a succeeded, b failed, x skipped"),
    Case(
      name: "a condition of it that misses blocks nobody either",
      nodes: "[b]\n[x]\ndepends_on = [\"b:skipped\"]\n[a]", outcome: "a succeeded, b succeeded, x skipped"),
    Case(
      name: "one that blocks does",
      nodes: "[b]\n[x]\ndepends_on = [\"b:success\"]\n[a]", failing: ["b"], outcome: "a blocked, b failed, x skipped"),
    Case(
      name: "a failure is lifted through it", nodes: "[b]\n[x]\n[a]\nwhen = \"has_failed('b')\"", failing: ["b"],
      outcome: "a succeeded, b failed, x skipped"),
  ]

  @Test("counts as succeeded", arguments: cases)
  func outcome(_ example: Case) {
    let scripts = Dictionary(uniqueKeysWithValues: example.failing.map { ($0, FakeWorld.Script.fails) })
    let rehearsal = rehearse(example.nodes, skip: ["x"], scripts)
    #expect(rehearsal.summary == example.outcome)
    #expect(rehearsal.reasons["x"] == .selection)
    #expect(!rehearsal.started.contains("x"))
  }

  @Test("is waited through: what comes after it starts when what came before it has ended")
  func order() {
    let rehearsal = rehearse("[b]\n[x]\n[a]", skip: ["x"])
    #expect(rehearsal.finish.duration == .seconds(2))
    #expect(rehearsal.started == ["b", "a"])
  }

  @Test("a chain of them does not exhaust the stack")
  func longChain() {
    let nodes = (0..<20_000).map { "[n\($0)]" }.joined(separator: "\n")
    let rehearsal = rehearse(nodes, skip: (1..<19_999).map { "n\($0)" })
    #expect(rehearsal.finish.counts == [.succeeded: 2, .skipped: 19_998])
  }
}
