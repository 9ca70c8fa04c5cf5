import Planning
import TestSupport
import Testing

/// What strategies have of `[runbook.defaults]`.
@Suite("Defaults of nodes, of strategies")
struct DefaultsOfNodesTests {
  @Test("hold for their processes, but for the timeout")
  func defaults() throws {
    let defaults = "[runbook.defaults]\ntimeout = \"1h\"\nworking_dir = \"sub\"\nenv = { REGION = \"eu\" }\n"
    let (plan, diagnostics) = Reading.plan(StrategyRunbook.blueGreen.text() + defaults)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.nodes[0].timeout == nil)
    #expect(plan.nodes[0].workingDirectory?.literal == "sub")
    #expect(plan.nodes[0].environment.map(\.name) == ["REGION"])
  }
}
