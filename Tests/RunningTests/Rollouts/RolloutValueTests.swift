import Planning
import TestSupport
import Testing
import Values

@testable import Running

/// What `rollout` is for the nodes of a rollout while it goes on.
@Suite("Values of rollouts")
struct RolloutValueTests {
  @Test("tell each node the weight that the plan tells it")
  func weights() throws {
    let plan = Reading.plan(
      StrategyRunbook.canary.text("steps = [10]\napprove = true\non_unknown = \"approve\"")
    ).plan
    guard case .strategy(let strategy)? = plan.nodes.first?.action else {
      Issue.record("no strategy")
      return
    }
    let rollout = Rollout(strategy, waitsForLock: false)
    var weights: [String: String] = [:]
    for (member, index) in zip(strategy.members, plan.nodes(of: strategy.scope)) {
      weights[plan.nodes[index].id] = rollout.values(for: member)[.weight].flatMap { String.convert($0) }
    }
    #expect(weights["ship/step-1/watch"] == "10")
    #expect(weights["ship/promote/guard"] == "100")
    #expect(weights["ship/soak"] == "100")
    #expect(weights["ship/soak/watch"] == "100")
  }
}
