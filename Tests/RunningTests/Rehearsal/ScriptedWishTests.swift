import Planning
import Running
import TestSupport
import Testing
import Values

/// What operators want of rollouts in a scripted world.
@Suite("Wishes in a scripted world")
struct ScriptedWishTests {
  private static let text = """
    [build]
    command = "build"
    [ship]
    type = "Canary"
    target = "api"
    version = "2"
    deploy = "deploy"
    shift = "shift {{ rollout.weight }}"
    check = "check"
    approve = true
    """
  private static let plan = Reading.plan(text).plan
  private static let action = Action.process(
    ProcessAction(program: .words(["x"]), workingDirectory: "/", captureLimit: 10))

  private static func world(_ node: String, _ step: ScriptStep) -> ScriptedWorld {
    ScriptedWorld(
      of: plan, RehearsalScript([RehearsalScript.Entry(node, [step])]), date: Timestamp(milliseconds: 1_790_000_000_000)
    )
  }

  private static func index(_ id: String) throws -> Int { try #require(plan.index(of: id)) }

  private static func wishes(in events: [Event]) -> [String] {
    events.compactMap { event in
      guard case .rolloutRequested(let node, let wish, let person) = event else { return nil }
      return "\(person): \(wish.rawValue) \(node)"
    }
  }

  @Test("come while a node runs, which ends well, and are of its rollout")
  func delivered() throws {
    var world = Self.world("ship/deploy", ScriptStep(.wish(.abort), take: .seconds(10)))
    world.perform(.start(node: try Self.index("ship/deploy"), step: .run, attempt: 1, Self.action))
    #expect(Self.wishes(in: world.wait(until: nil)) == ["rehearsal: abort ship"])
    #expect(world.now() == Instant(nanoseconds: 5_000_000_000))
    guard case .finished(_, let result)? = world.wait(until: nil).first else { return #expect(Bool(false)) }
    #expect(result.ending == .exited(0))
    #expect(world.problems.isEmpty)
  }

  @Test("come while a lock is asked for, which is had")
  func lock() throws {
    var world = Self.world("ship/lock", ScriptStep(.wish(.abort)))
    world.perform(.lock(node: try Self.index("ship/lock"), LockClaim(locks: [])))
    #expect(Self.wishes(in: world.wait(until: nil)) == ["rehearsal: abort ship"])
    guard case .lock(_, let outcome)? = world.wait(until: nil).first else { return #expect(Bool(false)) }
    #expect(outcome == .acquired())
  }

  @Test("of a node that belongs to no rollout are nobody's to heed")
  func astray() throws {
    var world = Self.world("build", ScriptStep(.wish(.abort)))
    world.perform(.start(node: try Self.index("build"), step: .run, attempt: 1, Self.action))
    #expect(Self.wishes(in: world.wait(until: nil)) == [])
    guard case .wishAstray(.abort, node: "build")? = world.problems.first else { return #expect(Bool(false)) }
  }

  @Test("that the rollout does not heed are a problem, with where it stands")
  func refused() throws {
    var world = Self.world("ship/deploy", ScriptStep(.pass))
    let ship = try Self.index("ship")
    let move = RolloutMove(row: "K1", from: .ready, event: .begin, to: .deploying, step: 0, cause: nil)
    world.perform(.tell(.rolloutMoved(node: ship, move)))
    world.perform(.tell(.rolloutRequested(node: ship, .abort, by: "eve", isHeeded: true)))
    #expect(world.problems.isEmpty)
    world.perform(.tell(.rolloutRequested(node: ship, .promote, by: "eve", isHeeded: false)))
    guard case .wishRefused(.promote, rollout: "ship", phase: .deploying)? = world.problems.first else {
      return #expect(Bool(false))
    }
  }

  @Test("that nobody is left to hear are a problem")
  func missed() throws {
    var world = Self.world("ship/deploy", ScriptStep(.wish(.promote)))
    world.perform(.start(node: try Self.index("ship/deploy"), step: .run, attempt: 1, Self.action))
    world.restart()
    guard case .wishMissed(.promote, rollout: "ship")? = world.problems.first else { return #expect(Bool(false)) }
  }
}
