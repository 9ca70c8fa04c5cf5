import TestSupport
import Testing

/// What `[runbook.defaults]` becomes in a plan.
@Suite("Defaults in plans")
struct DefaultPlanTests {
  @Test("a mistake in a template of theirs is told once, however many nodes have it")
  func once() {
    let text = """
      [runbook.defaults]
      timeout = "{{ NONE }}"
      env = { A = "{{ T | int('x', 1, 2, 3) }}", B = "{{ T }}" }
      [variables]
      T = "0"
      [a]
      command = "x"
      [b]
      command = "x"
      """
    #expect(Reading.problemIDs(text) == ["template.unknown-name", "template.arguments"])
  }

  @Test("templates are read anew for each node")
  func perNode() {
    let text = """
      [runbook.defaults]
      env = { WHO = "{{ item }}" }
      [a]
      command = "x"
      foreach = ["x", "y"]
      """
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.nodes.map { $0.environment.first?.value.literal } == ["x", "y", nil])
  }
}
