import TestSupport
import Testing

@testable import Planning

/// Random runbooks, planned, against slow models of what the design says.
@Suite("Random graphs")
struct RandomGraphTests {
  /// A runbook whose nodes depend on random others, and what they depend on.
  private static func runbook(_ random: inout SeededRandom) -> (text: String, targets: [[Int]]) {
    let count = Int.random(in: 2...8, using: &random)
    let density = Int.random(in: 1...10, using: &random)
    let requirements = ["", ":success", ":done", ":skipped"]
    var text = ""
    let targets = (0..<count).map { index -> [Int] in
      let chosen = (0..<count).filter { $0 != index && Int.random(in: 0..<30, using: &random) < density }
      let entries = chosen.map { "\"n\($0)\(requirements.randomElement(using: &random) ?? "")\"" }
      text += "[n\(index)]\nfunction = \"noop\"\ndepends_on = [\(entries.joined(separator: ", "))]\n"
      return chosen
    }
    return (text, targets)
  }

  /// Whether nodes remain when those that depend on nothing that remains are taken away, one after the other.
  private static func hasCycle(_ targets: [[Int]]) -> Bool {
    var rest = Set(targets.indices)
    while let free = rest.first(where: { rest.isDisjoint(with: targets[$0]) }) { rest.remove(free) }
    return !rest.isEmpty
  }

  @Test("have a cycle told exactly where they have one, and keep their entries")
  func cycles() {
    var random = SeededRandom(seed: 61)
    var cyclic = 0
    for _ in 0..<500 {
      let (text, targets) = Self.runbook(&random)
      let (plan, diagnostics) = Reading.plan(text)
      let hasCycle = Self.hasCycle(targets)
      #expect(diagnostics.items.contains { $0.id == "plan.cycle" } == hasCycle, "\(text)")
      #expect(diagnostics.hasErrors == hasCycle, "\(text)")
      #expect(plan.nodes.map { $0.entries.map(\.target) } == targets, "\(text)")
      if hasCycle { cyclic += 1 }
    }
    #expect((50...450).contains(cyclic))
  }

  /// What an implicit entry or `"*"` of each node means, by looking at all nodes before it (design 5.2).
  private static func implicit(_ isHandler: [Bool], all: [Bool], at index: Int) -> Set<String> {
    let before = (0..<index).map { $0 }
    let forward = before.filter { !isHandler[$0] }
    guard !isHandler[index] else { return Set((all[index] ? before : before.suffix(1)).map { "n\($0)" }) }
    let gates = all[index] ? forward : forward.suffix(1)
    let since = all[index] ? before : before.filter { $0 > (forward.last ?? -1) }
    return Set(gates.map { "n\($0)" } + since.filter { isHandler[$0] }.map { "~n\($0)" })
  }

  /// What a node depends on in the plan, a node with `"*"` standing for everything before it.
  private static func closed(_ plan: Plan, _ index: Int, all: [Bool]) -> Set<String> {
    var result = Set(plan.nodes[index].waits.map { "~n\($0)" })
    for target in plan.nodes[index].entries.map(\.target) {
      result.insert("n\(target)")
      guard all[index], all[target], !plan.nodes[target].isHandler else { continue }
      // What it only waits for is nothing that a handler would wait for through it.
      result.formUnion(closed(plan, target, all: all).filter { !plan.nodes[index].isHandler || !$0.hasPrefix("~") })
    }
    return result
  }

  @Test("of nodes and handlers have the implicit entries that looking at everything before finds")
  func implicitEntries() {
    var random = SeededRandom(seed: 62)
    for _ in 0..<300 {
      let count = Int.random(in: 1...10, using: &random)
      let isHandler = (0..<count).map { _ in Int.random(in: 0..<3, using: &random) == 0 }
      let all = (0..<count).map { _ in Int.random(in: 0..<4, using: &random) == 0 }
      let text =
        "[z]\nfunction = \"noop\"\ndepends_on = []\n"
        + (0..<count).map { index in
          "[n\(index)]\nfunction = \"noop\"\n" + (isHandler[index] ? "when = \"has_failed('z')\"\n" : "")
            + (all[index] ? "depends_on = \"*\"\n" : "depends_on = \"^\"\n")
        }.joined()
      let plan = Reading.plan(text).plan
      for index in 0..<count {
        // Node z stands before all, and is no handler: it is left out on both sides.
        let found = Self.shifted(plan, index + 1, all: [false] + all)
        #expect(found == Self.implicit(isHandler, all: all, at: index), "n\(index) of \(text)")
      }
    }
  }

  private static func shifted(_ plan: Plan, _ index: Int, all: [Bool]) -> Set<String> {
    let names = closed(plan, index, all: all).compactMap { name -> String? in
      let isWait = name.hasPrefix("~")
      guard let number = Int(name.drop { !$0.isNumber }), number > 0 else { return nil }
      return "\(isWait ? "~" : "")n\(number - 1)"
    }
    return Set(names)
  }
}
