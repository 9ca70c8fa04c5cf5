import Planning
import TestSupport
import Testing

/// Numbers that are added up and multiplied while a rollout is planned (design 8).
@Suite("Counts of strategies")
struct CountTests {
  static let keys: [(key: String, sample: StrategyRunbook, least: Int)] = [
    ("fail_limit", .canary, 0), ("unknown_limit", .canary, 0), ("min_pass", .canary, 1), ("undo_retries", .canary, 0),
    ("parallel", .progressive, 1),
  ]

  @Test("have an end, so that no sum of them overflows", arguments: keys)
  func largest(key: String, sample: StrategyRunbook, least: Int) {
    let problem = "error: `\(key)` must be from \(least) to 1000000, not `\(Int.max)`"
    #expect(Reading.problems(sample.text("\(key) = \(Int.max)")).contains(problem + " [runbook.value]"))
    #expect(Reading.problems(sample.text("\(key) = \"{{ \(Int.max) }}\"")).contains(problem + " [plan.value]"))
  }

  @Test("may be as large as they may", arguments: keys)
  func large(key: String, sample: StrategyRunbook, least: Int) throws {
    let (plan, diagnostics) = Reading.plan(sample.text("\(key) = 1000000"))
    #expect(diagnostics.items.allSatisfy { $0.id == "strategy.times" })
    let (strategy, nodes) = try #require(plan.rollout(0))
    #expect(RolloutArithmetic(strategy, nodes).success.fastest > 0)
  }

  @Test(
    "of targets are compared only",
    arguments: ["max_failures = \(Int.max)", "min_available = \(Int.max)", "batches = [\(Int.max)]"]
  )
  func targets(line: String) throws {
    let (plan, _) = Reading.plan(StrategyRunbook.progressive.text(line))
    let (strategy, nodes) = try #require(plan.rollout(0))
    #expect(RolloutArithmetic(strategy, nodes).success.fastest > 0)
  }

  @Test("of approved steps are compared only")
  func approval() {
    #expect(
      Reading.problems(StrategyRunbook.canary.text("approve = [\(Int.max)]")).contains(
        "`approve` names step \(Int.max) of 3"))
  }
}
