import Running
import TestSupport
import Testing

/// The graphs that every build of the engine must get right: entries, transparency, lifting, handlers, end nodes.
@Suite("Graphs")
struct GraphTests {
  @Test("ends as it must", arguments: GraphCase.all)
  func outcome(_ graph: GraphCase) {
    let (plan, diagnostics) = Reading.plan(graph.runbook)
    #expect(!diagnostics.hasErrors)
    let rehearsal = Rehearsal.run(plan, scripts: graph.scripts)
    #expect(rehearsal.summary == graph.outcome)
    #expect(rehearsal.finish.status == graph.status)
  }
}
