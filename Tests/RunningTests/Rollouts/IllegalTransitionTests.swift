import Planning
import TestSupport
import Testing
import Values

@testable import Running

/// What no row of the tables lists cannot happen; if it does, pyflow stops where it is tested, and halts elsewhere.
@Suite("Transitions that there are not")
struct IllegalTransitionTests {
  private static func rollout(_ staged: StagedRollout) throws -> Rollout {
    let (plan, _) = Reading.plan(staged.runbook)
    for node in plan.nodes {
      if case .strategy(let strategy) = node.action { return Rollout(strategy, waitsForLock: false) }
    }
    throw PlanWithoutRollout()
  }

  private struct PlanWithoutRollout: Error {}

  #if DEBUG
    @Test("stop pyflow in tests: of a rollout")
    func rolloutTraps() async {
      await #expect(processExitsWith: .failure) {
        var rollout = try Self.rollout(.blueGreen())
        rollout.hear(.approved)
      }
    }

    @Test("stop pyflow in tests: of a target")
    func targetTraps() async {
      await #expect(processExitsWith: .failure) {
        var rollout = try Self.rollout(.progressive())
        rollout.take(.revert, of: 0)
      }
    }
  #endif

  @Test("do not stop pyflow where they are expected, which this shows of the two tests before")
  func legalDoesNotTrap() async {
    await #expect(processExitsWith: .success) {
      var rollout = try Self.rollout(.blueGreen())
      rollout.hear(.outsideWindow)
    }
  }

  @Test("halt the rollout where pyflow is used, and are told")
  func halts() throws {
    var rollout = try Self.rollout(.blueGreen())
    rollout.trapsIllegalEvents = false
    rollout.begin()
    _ = rollout.takeOrders()
    rollout.hear(.approved)
    var move = RolloutMove(
      row: "engine.illegal_transition", from: .start, event: .approved, to: .halted, step: 0,
      cause: "illegal_transition")
    move.old = nil
    let orders = rollout.takeOrders()
    #expect(orders.suffix(2) == [.record(move), .finish(.halted)])
    #expect(rollout.endCause == "illegal_transition")
    // It has ended: nothing is told twice.
    rollout.hear(.approved)
    #expect(rollout.takeOrders() == [])
  }

  @Test("of a target halt the whole rollout")
  func targetHalts() throws {
    var rollout = try Self.rollout(.progressive())
    rollout.trapsIllegalEvents = false
    rollout.take(.revert, of: 1)
    #expect(rollout.phase == .halted)
    #expect(rollout.takeOrders().last == .finish(.halted))
  }
}
