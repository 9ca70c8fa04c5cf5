import Planning
import Running
import TestSupport
import Testing
import Text

@Suite("Random graphs")
struct ReferenceModelTests {
  @Test(
    "end as the reference model says, also where a part is chosen", arguments: 0..<RandomRunbook.blocks(of: 40),
    [false, true])
  func agrees(block: Int, isSelected: Bool) {
    var random = SeededRandom(seed: UInt64(block) + 1)
    for _ in 0..<50 {
      let count = Int.random(in: 2...40, using: &random)
      let runbook = RandomRunbook.text(nodes: count, &random)
      var (plan, diagnostics) = Reading.plan(runbook)
      if isSelected { plan = Self.select(from: plan, &random, into: &diagnostics) }
      if diagnostics.hasErrors { continue }
      let failing = Set(plan.nodes.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
      let scripts = Dictionary(
        uniqueKeysWithValues: plan.nodes.map { node in
          let duration = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
          return (node.id, FakeWorld.Script(.exited(failing.contains(node.id) ? 1 : 0), after: duration))
        })
      let rehearsal = Rehearsal.run(
        plan, scripts: scripts, options: RunOptions(jobs: Int.random(in: 1...8, using: &random)))
      let expected = ReferenceModel(plan: plan, failing: failing).outcome()
      #expect(
        plan.nodes.map { rehearsal.statuses[$0.id] ?? .pending } == expected,
        "\(runbook)\nfailing: \(failing.sorted())\nleft out: \(plan.nodes.filter(\.isLeftOut).map(\.id))"
      )
    }
  }

  @Test("end the same way where nodes have instances that end alike", arguments: 0..<RandomRunbook.blocks(of: 20))
  func iterated(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 1000)
    for _ in 0..<50 {
      let runbook = RandomRunbook.text(nodes: Int.random(in: 2...25, using: &random), &random)
      let (plan, diagnostics) = Reading.plan(runbook)
      if diagnostics.hasErrors { continue }
      let failing = Set(plan.nodes.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
      let expected = ReferenceModel(plan: plan, failing: failing).outcome()
      let iterated = Self.iterated(runbook, &random)
      let rehearsal = Self.rehearse(Reading.plan(iterated).plan, failing, &random)
      #expect(
        plan.nodes.map { rehearsal.statuses[$0.id] ?? .pending } == expected,
        "\(iterated)\nfailing: \(failing.sorted())")
    }
  }

  /// Runs a plan in which the instances of a node fail if it is among `failing`.
  private static func rehearse(_ plan: Plan, _ failing: Set<String>, _ random: inout SeededRandom) -> Rehearsal {
    let scripts = plan.nodes.map { node in
      let name = node.id.split(separator: "[").first.map(String.init) ?? ""
      let duration = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
      return (node.id, FakeWorld.Script(.exited(failing.contains(name) ? 1 : 0), after: duration))
    }
    return Rehearsal.run(
      plan, scripts: Dictionary(uniqueKeysWithValues: scripts),
      options: RunOptions(jobs: Int.random(in: 1...8, using: &random)))
  }

  /// The runbook with instances for some of its nodes.
  private static func iterated(_ runbook: String, _ random: inout SeededRandom) -> String {
    runbook.split(separator: "\n").map { line in
      guard line.hasPrefix("[n"), Bool.random(using: &random) else { return String(line) }
      let items = (0..<Int.random(in: 1...4, using: &random)).map(String.init).joined(separator: ", ")
      let batch = Bool.random(using: &random) ? "\nbatch_size = \(Int.random(in: 1...3, using: &random))" : ""
      return "\(line)\nforeach = [\(items)]\(batch)"
    }.joined(separator: "\n")
  }

  /// The plan with about half of its nodes left out, besides handlers.
  private static func select(
    from plan: Plan, _ random: inout SeededRandom, into diagnostics: inout Diagnostics
  ) -> Plan {
    var selection = Selection()
    selection.only = plan.nodes.map(\.id).filter { _ in Bool.random(using: &random) }
    return plan.selecting(selection, into: &diagnostics)
  }
}
