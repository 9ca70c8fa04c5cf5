import Planning
import TestSupport
import Testing

@testable import Running

/// What is left to do by hand, by where a rollout was ended.
@Suite("What is left of rollouts")
struct LeftoverTests {
  private static func roles(_ keys: String, in phase: RolloutPhase) throws -> [RolloutRole] {
    let plan = Reading.plan(StrategyRunbook.canary.text("cleanup = \"./remove.sh\"\n" + keys)).plan
    guard case .strategy(let strategy)? = plan.nodes.first?.action else { return [] }
    var rollout = Rollout(strategy, waitsForLock: false)
    (rollout.lastPhase, rollout.phase, rollout.hasPromoted) = (phase, .interrupted, true)
    return rollout.left.map { strategy.members[$0].role }
  }

  @Test(
    "sends no traffic to what was replaced",
    arguments: [
      ("", RolloutPhase.promoting, [RolloutRole.undoShift, .undoDeploy]), ("", .soaking, [.undoShift, .undoDeploy]),
      ("promote_replaces_stable = true", .promoting, [.forwardHold]),
      ("promote_replaces_stable = true", .soaking, []), ("promote_replaces_stable = true", .waitingInSoak, []),
      (
        "promote_replaces_stable = true\nundo_promote = \"./restore.sh\"", .soaking,
        [.undoPromote, .undoShift, .undoDeploy]
      ),
    ])
  func replaced(_ keys: String, _ phase: RolloutPhase, _ expected: [RolloutRole]) throws {
    #expect(try Self.roles(keys, in: phase) == expected)
  }
}
