import Planning
import Running
import TestSupport
import Testing

/// What is nested, or made late, ends as what is not.
@Suite("Random nested graphs")
struct NestedModelTests {
  private static func scripts(_ plan: Plan, _ random: inout SeededRandom) -> [String: FakeWorld.Script] {
    Dictionary(
      uniqueKeysWithValues: plan.nodes.map { node in
        let fails = Int.random(in: 0..<5, using: &random) == 0
        let duration = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
        return (node.id, FakeWorld.Script(.exited(fails ? 1 : 0), after: duration))
      })
  }

  @Test("a runbook in a node ends as it does alone, also two levels deep", arguments: 0..<RandomRunbook.blocks(of: 20))
  func nested(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 7000)
    for _ in 0..<25 {
      let inner = RandomRunbook.text(nodes: Int.random(in: 2...20, using: &random), &random)
      let (plan, diagnostics) = Reading.plan(inner)
      if diagnostics.hasErrors { continue }
      let scripts = Self.scripts(plan, &random)
      let options = RunOptions(jobs: Int.random(in: 1...8, using: &random))
      let alone = Rehearsal.run(plan, scripts: scripts, options: options)
      let files = ["inner.toml": inner, "middle.toml": "[m]\nrunbook = \"inner.toml\"\n"]
      let outer = Reading.plan("[n]\nrunbook = \"middle.toml\"\n[last]\ncommand = \"x\"\n", files: files).plan
      let within = Dictionary(uniqueKeysWithValues: scripts.map { ("n/m/\($0.key)", $0.value) })
      let run = Rehearsal.run(outer, scripts: within, options: options)
      for (id, status) in alone.statuses { #expect(run.statuses["n/m/\(id)"] == status, "\(id) of\n\(inner)") }
      let isFailed = alone.finish.status == .failed
      #expect(run.statuses["n"] == (isFailed ? .failed : .succeeded))
      #expect(run.statuses["last"] == (isFailed ? .blocked : .succeeded))
    }
  }

  @Test(
    "instances for a list that the run tells end as those for a list that is written",
    arguments: 0..<RandomRunbook.blocks(of: 20))
  func late(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 8000)
    for _ in 0..<25 {
      let text = RandomRunbook.text(nodes: Int.random(in: 2...20, using: &random), &random)
      if Reading.plan(text).diagnostics.hasErrors { continue }
      // The source of the list stands last, so that no implicit entry changes.
      let source = "[source]\ncommand = \"x\"\ndepends_on = []\nparse = \"json\"\n"
      let parts = text.split(separator: "\n").map(String.init)
      let chosen = Set(parts.filter { $0.hasPrefix("[n") && Bool.random(using: &random) })
      func iterated(_ list: String) -> String {
        parts.map { chosen.contains($0) ? "\($0)\nforeach = \(list)" : $0 }.joined(separator: "\n") + "\n" + source
      }
      let written = Reading.plan(iterated("[1, 2, 3]")).plan
      let late = Reading.plan(iterated("\"{{ nodes.source.json }}\"")).plan
      var scripts = Self.scripts(written, &random)
      scripts["source"] = FakeWorld.Script(after: .zero, stdout: "[1, 2, 3]")
      let one = Rehearsal.run(written, scripts: scripts, options: RunOptions(jobs: 2))
      let other = Rehearsal.run(late, scripts: scripts, options: RunOptions(jobs: 2))
      for (id, status) in one.statuses where !id.contains("[") {
        #expect(
          other.statuses[id] == status,
          "\(id)\n\(one.summary)\n\(other.summary)\n\(other.reasons)\n\(iterated("[1, 2, 3]"))")
      }
    }
  }
}
