import TestSupport
import Testing

@testable import Planning

/// Graphs in which a step for each pair of edges would take minutes: that these tests end is what they show.
@Suite("Large graphs")
struct LargeGraphTests {
  private static let count = 20_000

  private static func plan(_ text: String) -> Plan {
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    return plan
  }

  @Test("of a chain have one entry for each node")
  func chain() {
    let text = (0..<Self.count).map { "[n\($0)]\ncommand = \"true\"\n" }.joined()
    let plan = Self.plan(text)
    #expect(plan.nodes.count == Self.count)
    #expect(plan.nodes.dropFirst().enumerated().allSatisfy { $1.entries.map(\.target) == [$0] })
  }

  @Test("whose nodes all have `*` have few entries")
  func allBefore() {
    let text = (0..<Self.count).map { "[n\($0)]\ncommand = \"true\"\ndepends_on = \"*\"\n" }.joined()
    let plan = Self.plan(text)
    #expect(plan.nodes.reduce(0) { $0 + $1.entries.count } == Self.count - 1)
  }

  @Test("may have a node with an entry on each of the others, once", arguments: ["", ":done"])
  func wide(requirement: String) {
    let names = (0..<Self.count).map { "\"n\($0)\(requirement)\"" }
    let sources = (0..<Self.count).map { "[n\($0)]\ncommand = \"true\"\ndepends_on = []\n" }.joined()
    let join = requirement.isEmpty ? "" : "join = \"all\"\n"
    let plan = Self.plan(
      sources + "[all]\ncommand = \"true\"\n\(join)depends_on = [\((names + names).joined(separator: ","))]\n")
    #expect(plan.nodes.last?.entries.map(\.target) == Array(0..<Self.count))
  }

  @Test("may have a node that asks about all others")
  func asking() {
    let sources = (0..<Self.count).map { "[n\($0)]\ncommand = \"true\"\ndepends_on = []\n" }.joined()
    let names = (0..<Self.count).map { "{{ nodes.n\($0).exit_code }}" }.joined(separator: " ")
    let plan = Self.plan(sources + "[all]\ncommand = \"echo \(names)\"\ndepends_on = []\n")
    #expect(plan.nodes.last?.waits == Array(0..<Self.count))
  }

  @Test("of nodes that wait for one handler each are linear")
  func handlers() {
    let text = (0..<Self.count / 2).map {
      "[n\($0)]\ncommand = \"true\"\n[h\($0)]\ncommand = \"true\"\nwhen = \"has_failed('n\($0)')\"\n"
    }.joined()
    let plan = Self.plan(text)
    #expect(plan.nodes.reduce(0) { $0 + $1.entries.count + $1.waits.count } == Self.count / 2 * 3 - 2)
  }

  @Test("that are all wrong end too, with suggestions for the first hundred")
  func wrong() {
    let text = (0..<Self.count).map { "[n\($0)]\ncommand = \"true\"\ndepends_on = \"m\($0)\"\n" }.joined()
    let diagnostics = Reading.plan(text).diagnostics
    #expect(diagnostics.errorCount == Self.count)
    #expect(diagnostics.items.count { $0.hint != nil } == 100)
  }
}
