import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// What nodes that are left out gave in an earlier run.
@Suite("Results of an earlier run")
struct ReuseTests {
  private static let runbook = """
    [build]
    command = "make"
    outputs = { id = "{{ result.stdout }}", size = "{{ result.json }}" }
    [deploy]
    command = "deploy {{ nodes.build.WHAT }}"
    """

  private static func select(
    _ text: String, _ only: String, _ result: Result<ReusedResult, ReuseFailure>?
  ) -> (plan: Plan, problems: String) {
    var selection = Selection()
    selection.only = [only]
    var diagnostics = Diagnostics()
    let whole = Reading.plan(text).plan
    let nodes = result.map { ["build": $0] } ?? [:]
    let reused = ReusedResults(run: "01RUN", runbook: SHA256.hash(whole.source.bytes).hex, nodes: nodes)
    let plan = whole.selecting(selection, reusing: reused, into: &diagnostics)
    return (plan, diagnostics.items.map { "\($0.severity): \($0.message)" }.joined(separator: "\n"))
  }

  private static func result(_ change: (inout ReusedResult) -> Void) -> Result<ReusedResult, ReuseFailure> {
    var result = ReusedResult(run: "01OLD")
    change(&result)
    return .success(result)
  }

  static let cases: [(what: String, result: Result<ReusedResult, ReuseFailure>?, problem: String)] = [
    ("stdout", result { $0.stdout = "x" }, ""),
    ("stderr", result { $0.stdout = "" }, ""),
    ("exit_code", result { $0.httpStatus = 200 }, ""),
    ("started_at", result { _ in }, ""),
    ("outputs.id", result { $0.outputs = ["id": .int(1), "size": .int(2)] }, ""),
    ("stdout", result { _ in }, "error: run 01OLD has no `stdout` of node `build`"),
    ("stderr", result { _ in }, "error: run 01OLD has no `stderr` of node `build`"),
    ("exit_code", result { _ in }, "error: run 01OLD has no `exit_code` of node `build`"),
    ("outputs.id", result { $0.outputs = ["id": .int(1)] }, "error: run 01OLD has no `outputs.size` of node `build`"),
    ("outputs.id", result { $0.stdout = "x" }, "error: run 01OLD has no `outputs.id` of node `build`"),
    (
      "json.a",
      result {
        $0.stdout = "***"
        $0.masked = [.stdout]
      }, "error: `stdout` of node `build` in run 01OLD held a secret, and was recorded without it"
    ),
    ("stdout", nil, "error: node `build` did not run in run 01RUN, whose results are to be reused"),
    (
      "stdout", .failure(.ended("failed")), "error: node `build` failed in run 01RUN, whose results are to be reused"
    ),
    (
      "stdout", .failure(.ended("blocked")),
      "error: node `build` was blocked in run 01RUN, whose results are to be reused"
    ),
    (
      "stdout", .failure(.fileChanged("a.stdout")),
      "error: what node `build` gave in run 01RUN is in a.stdout, which is gone or was changed"
    ),
  ]

  @Test("stand in for what is read, or it is said what is missing", arguments: cases.indices)
  func lacks(index: Int) {
    let (what, result, problem) = Self.cases[index]
    let (plan, problems) = Self.select(Self.runbook.replacing("WHAT", with: what), "deploy", result)
    #expect(problems == problem)
    #expect(plan.reusedRun == "01RUN")
    #expect(plan.nodes[0].reused == (try? result?.get()))
  }

  @Test("stand in for what the run's outputs read, or it is said what is missing")
  func outputs() {
    let text = """
      [runbook]
      outputs = { id = "{{ nodes.build.outputs.id }}", ok = "{{ has_succeeded('build') and nodes.build.status }}" }
      \(Self.runbook.replacing("{{ nodes.build.WHAT }}", with: ""))
      """
    #expect(
      Self.select(text, "deploy", Self.result { $0.outputs = ["id": .int(1), "size": .int(2)] }).problems.isEmpty)
    #expect(
      Self.select(text, "deploy", Self.result { $0.stdout = "x" }).problems
        == "error: run 01OLD has no `outputs.id` of node `build`")
    var selection = Selection()
    selection.only = ["deploy"]
    var diagnostics = Diagnostics()
    _ = Reading.plan(text).plan.selecting(selection, into: &diagnostics)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        deploy.toml:2:28: error: an output of the run reads what `build` makes, which is left out [selection.reading]
          2 | outputs = { id = "{{ nodes.build.outputs.id }}", ok = "{{ has_succeeded('build') and nodes.build.status }}" }
            |                            ^^^^^
             = hint: choose `build` too, or take it from an earlier run with --reuse latest

        """)
  }

  @Test("need the same runbook, or a warning says that it is another one")
  func changed() {
    var selection = Selection()
    selection.only = ["deploy"]
    var diagnostics = Diagnostics()
    let reused = ReusedResults(run: "01RUN", runbook: "00", nodes: [:])
    _ = Reading.plan("[deploy]\ncommand = \"x\"").plan.selecting(selection, reusing: reused, into: &diagnostics)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics)
        == "deploy.toml: warning: the runbook was changed since run 01RUN, whose results are reused [selection.reuse]\n"
    )
  }

  @Test("of nodes that are read behind nodes with instances, and by instances")
  func instances() {
    let text = """
      [many]
      foreach = ["a", "b", "c"]
      command = "echo {{ item }}"
      [build]
      command = "make"
      [deploy]
      foreach = ["x", "y"]
      command = "deploy {{ item }} {{ nodes.build.stdout }}"
      """
    let (plan, problems) = Self.select(text, "deploy", Self.result { $0.stdout = "1" })
    #expect(problems == "")
    #expect(plan.nodes.filter { $0.reused != nil }.map(\.id) == ["build"])
    #expect(Self.select(text, "deploy", nil).problems.contains("node `build` did not run in run 01RUN"))
  }
}
