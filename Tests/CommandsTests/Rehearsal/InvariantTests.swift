import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Commands

/// Each invariant finds what was planted for it: a check that cannot fail would say nothing.
@Suite("Invariants")
struct InvariantTests {
  typealias Outcome = RehearsalRun.Outcome

  private static func index(_ id: String, _ text: String = RehearsedRunbook.blueGreen) throws -> Int {
    try #require(RehearsedRunbook.plan(text).index(of: id))
  }

  private static func isEnd(_ event: RunEvent, of node: Int) -> Bool {
    if case .finished(let finish) = event { finish.node == node } else { false }
  }

  private static func start(_ node: Int) -> RunEvent { .started(node: node, attempt: 1, action: .call("")) }

  private static func violated(_ outcome: Outcome, _ text: String = RehearsedRunbook.blueGreen) -> Set<String> {
    RehearsedRunbook.violated(text, outcome)
  }

  @Test(
    "hold in runs as they are",
    arguments: [
      RehearsedRunbook.blueGreen, RehearsedRunbook.sharedLock, RehearsedRunbook.progressive, RehearsedRunbook.byHand,
    ])
  func honest(_ text: String) {
    #expect(RehearsedRunbook.violations(text, RehearsedRunbook.run(text)) == [])
  }

  @Test("I0: an illegal transition is found")
  func legalMoves() throws {
    let owner = try Self.index("ship")
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      let move = RolloutMove(
        row: RolloutMove.illegal, from: .soaking, event: .ok, to: .halted, step: 1, cause: nil)
      events.insert((Instant(nanoseconds: 0), .rolloutMoved(node: owner, move)), at: 3)
    }
    #expect(Self.violated(outcome).contains("I0"))
  }

  @Test("I1: a change in what was refused is found")
  func refusal() throws {
    let deploy = try Self.index("ship/deploy")
    let refused = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/preflight", .fail)])
    #expect(Self.violated(refused) == [])
    #expect(refused.finish?.status == .refused)
    let planted = refused.changingEvents { $0.insert((Instant(nanoseconds: 0), Self.start(deploy)), at: $0.count - 1) }
    #expect(Self.violated(planted).contains("I1"))
  }

  @Test("I2: traffic that is not back is found")
  func traffic() throws {
    var outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/soak", .fail)])
    #expect(outcome.finish?.status == .rolledBack)
    #expect(Self.violated(outcome) == [])
    for scope in outcome.places.keys { outcome.places[scope] = "green" }
    let found = RehearsedRunbook.violations(RehearsedRunbook.blueGreen, outcome)
    #expect(found.map(\.message) == ["ship was rolled back, and its traffic is at green, not at blue"])
  }

  @Test("I2: a target that still has the new version is found")
  func versions() throws {
    var outcome = RehearsedRunbook.run(RehearsedRunbook.progressive, [("ship/soak/web1", .fail)])
    #expect(outcome.finish?.status == .rolledBack)
    #expect(Self.violated(outcome, RehearsedRunbook.progressive) == [])
    for scope in outcome.versions.keys { outcome.versions[scope]?["web2"] = .string("2.0") }
    #expect(Self.violated(outcome, RehearsedRunbook.progressive) == ["I2"])
  }

  @Test("I2: a node that was not undone is found")
  func notUndone() throws {
    let text = RehearsedRunbook.byHand
    let outcome = RehearsedRunbook.run(text, [("smoke", .fail)])
    #expect(RehearsedRunbook.violations(text, outcome) == [])
    let planted = outcome.changingEvents { events in
      events.removeAll { if case .rollbackFinished(let finish) = $0.event { finish.node == 0 } else { false } }
    }
    let found = RehearsedRunbook.violations(text, planted).filter { $0.invariant == .wayBack }
    #expect(found.map(\.message) == ["the run was rolled back, and unpack was not undone"])
    #expect(found.map(\.node) == [0])
  }

  @Test("I3: traffic for what was not verified is found")
  func verification() throws {
    let verify = try Self.index("ship/verify")
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      events.removeAll { Self.isEnd($0.event, of: verify) }
    }
    #expect(Self.violated(outcome).contains("I3"))
  }

  @Test("I4: a step forward on the way back is found")
  func wayForward() throws {
    let deploy = try Self.index("ship/deploy")
    let rollout = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/soak", .fail)]).changingEvents { events in
      events.insert((Instant(nanoseconds: 0), Self.start(deploy)), at: events.count - 1)
    }
    #expect(Self.violated(rollout).contains("I4"))
    let byHand = RehearsedRunbook.run(RehearsedRunbook.byHand, [("smoke", .fail)])
    let start = try #require(byHand.events.first { if case .started(2, _, _) = $0.event { true } else { false } })
    let planted = byHand.changingEvents { $0.insert(start, at: $0.count - 1) }
    #expect(Self.violated(planted, RehearsedRunbook.byHand).contains("I4"))
  }

  @Test("I5: a start without an end, and a record that says something else, are found")
  func intents() throws {
    let deploy = try Self.index("ship/deploy")
    let open = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      events.removeAll { Self.isEnd($0.event, of: deploy) }
    }
    #expect(Self.violated(open) == ["I5"])
    var other = RehearsedRunbook.run(RehearsedRunbook.blueGreen)
    other.finish?.status = .failed
    #expect(
      RehearsedRunbook.violations(RehearsedRunbook.blueGreen, other).map(\.message) == [
        "the record says succeeded where the run ended failed"
      ])
  }

  @Test("I6: what is retired too early is found")
  func soak() throws {
    let soak = try Self.index("ship/soak")
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      events.removeAll { Self.isEnd($0.event, of: soak) }
    }
    #expect(Self.violated(outcome).contains("I6"))
  }

  @Test("I7: an end that is told twice, or not at all, is found")
  func notification() throws {
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen)
    let last = try #require(outcome.events.last)
    var twice = outcome
    twice.channels.hear([last.event], at: last.at, Timestamp(milliseconds: 0))
    #expect(Self.violated(twice) == ["I7"])
    var never = outcome
    never.channels = RehearsalRun.Outcome.silence(RehearsedRunbook.plan(RehearsedRunbook.blueGreen))
    #expect(Self.violated(never) == ["I7"])
  }

  @Test("I8: a change without the lock, and a lock that is not given back, are found")
  func locks() {
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen)
    let without = outcome.changingEvents { events in
      events.removeAll { if case .lockAcquired = $0.event { true } else { false } }
    }
    #expect(Self.violated(without) == ["I8"])
    let kept = outcome.changingEvents { events in
      events.removeAll { if case .lockReleased = $0.event { true } else { false } }
    }
    #expect(Self.violated(kept) == ["I8"])
  }

  @Test("I8: a shared lock that is not taken, or not given back, is found")
  func sharedLock() throws {
    let text = RehearsedRunbook.sharedLock
    let (lock, unlock) = (try Self.index("ship/lock", text), try Self.index("ship/unlock", text))
    let outcome = RehearsedRunbook.run(text)
    let without = outcome.changingEvents { events in events.removeAll { Self.isEnd($0.event, of: lock) } }
    #expect(Self.violated(without, text).contains("I8"))
    let kept = outcome.changingEvents { events in
      events.removeAll { if case .started(unlock, _, _) = $0.event { true } else { Self.isEnd($0.event, of: unlock) } }
    }
    #expect(Self.violated(kept, text) == ["I8"])
  }

  @Test("I8: a lock that does not stay with what needs a person, and one that stays with what is in order, are found")
  func keptLocks() {
    let halted = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/undo-switch", .fail), ("ship/soak", .fail)])
    #expect(halted.finish?.status == .rollbackFailed)
    #expect(Self.violated(halted) == [])
    let planted = halted.changingEvents { events in
      events.removeAll { if case .lockReserved = $0.event { true } else { false } }
    }
    #expect(
      RehearsedRunbook.violations(RehearsedRunbook.blueGreen, planted).map(\.message) == [
        "ship needs a person, and its lock does not stay with it"
      ])
    let refused = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/preflight", .fail)])
    let kept = refused.changingEvents { events in
      events.removeAll { if case .lockReleased = $0.event { true } else { false } }
    }
    #expect(Self.violated(kept) == ["I8"])
  }

  @Test("I8: what is taken up without the lock is found, wherever pyflow died")
  func takenUp() {
    for site in ["ship/deploy", "ship/verify", "ship/switch"] {
      let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [(site, .crash)])
      #expect(Self.violated(outcome) == [], "\(site)")
      let planted = outcome.changingEvents { events in
        let moment = outcome.deaths[0].moment
        events = events.enumerated().filter { number, entry in
          if case .lockAcquired = entry.event { number < moment } else { true }
        }.map(\.element)
      }
      #expect(Self.violated(planted).contains("I8"), "\(site)")
    }
  }

  @Test("I3: a target that goes back into the load balancer unverified is found")
  func restoredTarget() throws {
    let text = RehearsedRunbook.progressive.replacing(
      "soak = ",
      with: "drain = \"./lb.sh out {{rollout.target}}\"\nrestore = \"./lb.sh in {{rollout.target}}\"\nsoak = ")
    let verify = try Self.index("ship/batch-1/web1/verify", text)
    let outcome = RehearsedRunbook.run(text)
    #expect(outcome.finish?.status == .succeeded)
    #expect(Self.violated(outcome, text) == [])
    let planted = outcome.changingEvents { events in events.removeAll { Self.isEnd($0.event, of: verify) } }
    #expect(Self.violated(planted, text).contains("I3"))
  }

  @Test("I3: what was deployed once more after it was verified is found")
  func deployedAgain() throws {
    let (deploy, move) = (try Self.index("ship/deploy"), try Self.index("ship/switch"))
    let planted = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      let place = events.firstIndex { if case .started(move, _, _) = $0.event { true } else { false } } ?? 0
      events.insert((events[place].at, Self.start(deploy)), at: place)
    }
    #expect(Self.violated(planted).contains("I3"))
  }

  private static let two = """
    [migrate]
    command = "./migrate.sh"
    timeout = "1m"
    rollback = "./migrate.sh --back"

    \(RehearsedRunbook.blueGreen.replacing("retire = \"./retire.sh {{rollout.live}}\"\n", with: ""))

    [next]
    type = "BlueGreen"
    target = "shop"
    active = "./lb.sh shop"
    deploy = "./deploy.sh shop"
    check = "./check.sh shop"
    switch = "./lb.sh shop {{rollout.to}}"
    soak = "30s"
    """

  @Test("I4: a rollout that begins after the run has begun to go back is found")
  func lateRollout() throws {
    let next = try Self.index("next", Self.two)
    let outcome = RehearsedRunbook.run(Self.two, [("next/soak", .fail)])
    #expect(outcome.finish?.status == .rolledBack)
    #expect(RehearsedRunbook.violations(Self.two, outcome) == [])
    let move = RolloutMove(row: "P1", from: .start, event: .locked, to: .observing, step: 0, cause: nil)
    let planted = outcome.changingEvents { events in
      events.insert((events[events.count - 2].at, .rolloutMoved(node: next, move)), at: events.count - 1)
    }
    #expect(Self.violated(planted, Self.two).contains("I4"))
  }

  @Test("I10: a rollout that is undone before another that stands on it, or after it failed to be, is found")
  func undoneRollouts() throws {
    let (ship, next) = (try Self.index("ship", Self.two), try Self.index("next", Self.two))
    let outcome = RehearsedRunbook.run(Self.two, [("next/soak", .fail)])
    let planted = outcome.changingEvents { events in
      let start = RunEvent.rollbackStarted(node: ship, attempt: 1, action: .call(""))
      let place = events.firstIndex {
        if case .rolloutMoved(next, let move) = $0.event { move.to.isRecovery } else { false }
      }
      events.insert((events[0].at, start), at: (place ?? 0) + 1)
    }
    #expect(
      RehearsedRunbook.violations(Self.two, planted).map(\.message).contains(
        "ship was undone before next, which stands on it"))
  }

  @Test("I10: what is undone though what stands on it could not be is found")
  func failedRollback() throws {
    let text = RehearsedRunbook.byHand
    let outcome = RehearsedRunbook.run(text, [("smoke", .fail)])
    let planted = outcome.changingEvents { events in
      for place in events.indices {
        guard case .rollbackFinished(var finish) = events[place].event, finish.node == 1 else { continue }
        finish.status = .failed
        events[place].event = .rollbackFinished(finish)
      }
    }
    #expect(
      RehearsedRunbook.violations(text, planted).map(\.message).contains(
        "unpack was undone before switch_on, which stands on it"))
  }

  @Test("I2: a rollout that had succeeded and is not undone with its run is found")
  func forgottenRollout() throws {
    let ship = try Self.index("ship", Self.two)
    let planted = RehearsedRunbook.run(Self.two, [("next/soak", .fail)]).changingEvents { events in
      events.removeAll { if case .rollbackFinished(let finish) = $0.event { finish.node == ship } else { false } }
    }
    #expect(
      RehearsedRunbook.violations(Self.two, planted).map(\.message).contains(
        "the run was rolled back, and ship was not undone"))
  }

  @Test("I5: a switch that was under way when pyflow died, and of which nobody hears again, is found")
  func lostSwitch() throws {
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/switch", .crashAfter)])
    #expect(Self.violated(outcome) == [])
    let plan = RehearsedRunbook.plan(RehearsedRunbook.blueGreen)
    let moment = outcome.deaths[0].moment
    let planted = outcome.changingEvents { events in
      events = events.enumerated().filter { number, entry in
        guard number >= moment else { return true }
        switch entry.event {
        case .started(let node, _, _): return plan.rolloutMember(node) == nil
        case .finished(let finish): return plan.rolloutMember(finish.node) == nil
        case .kept, .renewed, .passedOver: return false
        default: return true
        }
      }.map(\.element)
    }
    #expect(
      RehearsedRunbook.violations(RehearsedRunbook.blueGreen, planted).map(\.message).contains(
        "ship/switch was started, and nothing tells what came of it"))
  }

  @Test("I7: a channel that wants to hear of the end and does not, or does twice, is found")
  func untoldChannel() {
    let text = """
      [runbook.notify.ops]
      kind = "command"
      command = "cat"

      [push]
      command = "push"
      timeout = "1m"
      """
    var outcome = RehearsedRunbook.run(text)
    #expect(RehearsedRunbook.violations(text, outcome) == [])
    var twice = outcome
    twice.channels.messages += outcome.channels.messages.filter(\.topic.isEnd)
    #expect(
      RehearsedRunbook.violations(text, twice).map(\.message) == ["channel `ops` is told twice how the run ended"])
    outcome.channels.messages.removeAll { $0.topic.isEnd }
    #expect(
      RehearsedRunbook.violations(text, outcome).map(\.message) == ["channel `ops` is not told how the run ended"])
  }

  @Test("I9: a rollout that takes longer than its plan says is found")
  func slowRollout() throws {
    let owner = try Self.index("ship")
    let planted = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      let place = events.lastIndex { if case .rolloutMoved(owner, _) = $0.event { true } else { false } } ?? 0
      for later in place..<events.count { events[later].at = events[later].at.advanced(by: .seconds(86_400)) }
    }
    let found = RehearsedRunbook.violations(RehearsedRunbook.blueGreen, planted).filter { $0.invariant == .bounded }
    #expect(found.map(\.node) == [owner])
  }

  @Test("I9: a run without end, and one that takes too long, are found")
  func time() {
    var endless = RehearsedRunbook.run(RehearsedRunbook.blueGreen)
    endless.isEndless = true
    #expect(Self.violated(endless) == ["I9"])
    var long = RehearsedRunbook.run(RehearsedRunbook.byHand)
    long.end = long.end.advanced(by: .seconds(86_400))
    #expect(Self.violated(long, RehearsedRunbook.byHand) == ["I9"])
  }

  @Test("I10: an order that is not the reverse is found")
  func undoOrder() throws {
    let text = RehearsedRunbook.byHand
    let outcome = RehearsedRunbook.run(text, [("smoke", .fail)])
    let planted = outcome.changingEvents { events in
      let places = events.indices.filter { place in
        switch events[place].event {
        case .rollbackStarted, .rollbackFinished: true
        default: false
        }
      }
      let turned = Array(places[2...] + places[..<2]).map { events[$0] }
      for (place, event) in zip(places, turned) { events[place] = event }
    }
    let found = RehearsedRunbook.violations(text, planted)
    #expect(found.map(\.message) == ["unpack was undone before switch_on, which stands on it"])
  }

  @Test("I10: batches that are reverted in the wrong order are found")
  func revertOrder() throws {
    let text = RehearsedRunbook.progressive
    let nodes = try ["ship/revert/web1", "ship/revert/web2"].map { try Self.index($0, text) }
    let outcome = RehearsedRunbook.run(text, [("ship/soak/web1", .fail)])
    #expect(Self.violated(outcome, text) == [])
    let planted = outcome.changingEvents { events in
      for place in events.indices {
        guard case .started(let node, let attempt, let action) = events[place].event,
          let number = nodes.firstIndex(of: node)
        else { continue }
        events[place].event = .started(node: nodes[1 - number], attempt: attempt, action: action)
      }
    }
    #expect(Self.violated(planted, text).contains("I10"))
  }

  @Test("I11: a check that has passed too easily is found")
  func passes() throws {
    let soak = try Self.index("ship/soak")
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen).changingEvents { events in
      events.removeAll { if case .sampled(let sample) = $0.event { sample.node == soak } else { false } }
    }
    #expect(
      RehearsedRunbook.violations(RehearsedRunbook.blueGreen, outcome).map(\.message) == [
        "ship/soak has passed with 0 of 3 samples"
      ])
  }

  @Test("I12: a secret on record is found")
  func secrecy() {
    let text = """
      [variables]
      TOKEN = { secret = true, default = "hunter2-hunter2" }

      [push]
      command = "echo {{ TOKEN }} | push"
      timeout = "1m"
      """
    var outcome = RehearsedRunbook.run(text)
    #expect(RehearsedRunbook.violations(text, outcome) == [])
    outcome.record += Array("it was hunter2-hunter2".utf8)
    #expect(RehearsedRunbook.violations(text, outcome).map(\.message) == ["secret 1 stands in the record"])
    var encoded = RehearsedRunbook.run(text)
    encoded.record += Array("it was aHVudGVyMi1odW50ZXIy".utf8)
    #expect(RehearsedRunbook.violations(text, encoded).map(\.message) == ["a secret stands encoded in the record"])
  }

  @Test("I13: another record is found")
  func replay() {
    let one = RehearsedRunbook.run(RehearsedRunbook.blueGreen)
    #expect(InvariantCheck.replay(one, RehearsedRunbook.run(RehearsedRunbook.blueGreen)) == [])
    let other = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/soak", .fail)])
    #expect(InvariantCheck.replay(one, other).map(\.invariant) == [.replay])
  }

  @Test("have ids in order, and say what they are about")
  func ids() {
    #expect(Invariant.allCases.map(\.rawValue) == (0...13).map { "I\($0)" })
    #expect(Set(Invariant.allCases.map(\.rule)).count == 14)
  }
}
