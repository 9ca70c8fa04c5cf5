import Planning
import Running
import TestSupport
import Testing

/// Pools that all runs of a machine share (design 5.8).
@Suite("Pools of the machine")
struct MachinePoolTests {
  private func rehearse(
    _ nodes: String, pools: String = "\"machine:db\" = 2", busy: [String: Duration] = [:],
    _ scripts: [String: FakeWorld.Script] = [:], lockWait: Duration? = nil, jobs: Int = 8
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan("[runbook]\npools = { \(pools) }\n" + GraphCase.nodes(nodes))
    #expect(!diagnostics.hasErrors)
    var options = RunOptions(jobs: jobs)
    options.lockWait = lockWait
    return Rehearsal.run(plan, scripts: scripts, options: options, busyLocks: busy)
  }

  /// What was told and asked for, in order: `?a` for a request, `+a` for places taken, `a` for a start, `-a` for the end.
  private func story(_ rehearsal: Rehearsal, _ ids: [String]) -> [String] {
    rehearsal.events.compactMap { event in
      switch event {
      case .lockAcquired(let node?, let claim): "+\(ids[node])" + text(claim)
      case .lockReleased(let node?, _): "-\(ids[node])"
      case .lockAwaited(let node, let resource, _): "?\(ids[node]) \(resource.text)"
      case .started(let node, _, _): ids[node]
      default: nil
      }
    }
  }

  private func text(_ claim: LockClaim) -> String {
    claim.locks.map { " \($0)" }.joined() + claim.places.map { " \($0.pool)=\($0.amount)/\($0.capacity)" }.joined()
  }

  @Test("are asked for places together with the locks of a node, and get them back when it has ended")
  func claim() {
    let rehearsal = rehearse(
      "[a]\npool = { \"machine:db\" = 2, own = 1 }\nlock = \"x\"", pools: "\"machine:db\" = 3, own = 1")
    #expect(story(rehearsal, ["a"]) == ["+a x machine:db=2/3", "a", "-a"])
    let orders = rehearsal.effects.compactMap { effect -> String? in
      switch effect {
      case .lock: "lock"
      case .unlock: "unlock"
      case .start: "start"
      default: nil
      }
    }
    #expect(orders == ["lock", "start", "unlock"])
  }

  @Test("are not asked for more than they have by the nodes of one run")
  func capacity() {
    let nodes = (0..<5).map { "[n\($0)]\ndepends_on = []\npool = \"machine:db\"\n" }.joined()
    let rehearsal = rehearse(nodes)
    #expect(rehearsal.finish.duration == .seconds(3))
    #expect(most(rehearsal) == 2)
    #expect(rehearsal.finish.counts == [.succeeded: 5])
  }

  /// The most places that were held at once.
  private func most(_ rehearsal: Rehearsal) -> Int {
    var held = 0
    var most = 0
    for event in rehearsal.events {
      switch event {
      case .lockAcquired(_, let claim): held += claim.places.map(\.amount).reduce(0, +)
      case .lockReleased(_, let claim): held -= claim.places.map(\.amount).reduce(0, +)
      default: break
      }
      most = max(most, held)
    }
    #expect(held == 0)
    return most
  }

  @Test("give no place to a node that could not start now")
  func jobs() {
    let nodes = (0..<6).map { "[n\($0)]\ndepends_on = []\npool = \"machine:db\"\n" }.joined()
    let rehearsal = rehearse(nodes, pools: "\"machine:db\" = 50", jobs: 2)
    #expect(most(rehearsal) == 2)
    #expect(rehearsal.finish.duration == .seconds(3))
  }

  @Test("that other runs fill are waited for, without a place among `jobs`")
  func busy() {
    let nodes = "[a]\npool = \"machine:db\"\npriority = 1\n[b]\ndepends_on = []\n[c]\ndepends_on = [\"b\"]"
    let rehearsal = rehearse(nodes, busy: ["machine:db": .seconds(60)], jobs: 1)
    #expect(story(rehearsal, ["a", "b", "c"]) == ["?a pool `machine:db`", "b", "c", "+a machine:db=1/2", "a", "-a"])
    #expect(rehearsal.finish.duration == .seconds(61))
  }

  @Test("that other runs fill are waited for no longer than was asked")
  func limit() {
    let rehearsal = rehearse("[a]\npool = \"machine:db\"", busy: ["machine:db": .seconds(60)], lockWait: .seconds(5))
    #expect(rehearsal.summary == "a failed")
    #expect(
      rehearsal.reasons["a"]?.message
        == "pool `machine:db` was not free within 5s: held by run 01OTHER0000000000000000000 of eve@testhost, pid 7, since 2026-01-01T00:00:00.000Z"
    )
  }

  @Test("are not waited for after the run was stopped, and those that never asked leave no place taken")
  func stopped() {
    let nodes = "[a]\npool = \"machine:db\"\n[b]\ndepends_on = []\n[c]\ndepends_on = []\npool = \"machine:db\""
    let rehearsal = rehearse(nodes, busy: ["machine:db": .seconds(60)], ["b": .fails])
    #expect(rehearsal.summary == "a blocked, b failed, c blocked")
    #expect(rehearsal.finish.duration == .seconds(1))
  }

  @Test("a node that has its places goes before a more urgent one, which would keep them from others")
  func granted() {
    let nodes =
      "[a]\npool = \"machine:db\"\npriority = 9\n[b]\ndepends_on = []\npriority = 10\n"
      + "[c]\ndepends_on = [\"b\"]\npriority = 1"
    let rehearsal = rehearse(nodes, busy: ["machine:db": .milliseconds(1000)], jobs: 1)
    #expect(rehearsal.started == ["b", "a", "c"])
  }

  @Test("never give more than they have, and everybody gets a turn, whatever the graph", arguments: 0..<10)
  func random(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 900)
    for _ in 0..<30 {
      let count = Int.random(in: 1...25, using: &random)
      let capacity = Int.random(in: 1...3, using: &random)
      var text = "[runbook]\npools = { own = 2, \"machine:m\" = \(capacity) }\n"
      for index in 0..<count {
        let needs = index > 0 && Bool.random(using: &random) ? "\"n\(Int.random(in: 0..<index, using: &random))\"" : ""
        text += "[n\(index)]\ncommand = \"work\"\ndepends_on = [\(needs)]\n"
        text += "priority = \(Int.random(in: 1...10, using: &random))\n"
        if Bool.random(using: &random) { text += "lock = \"x\(Int.random(in: 0...2, using: &random))\"\n" }
        let amount = Int.random(in: 0...capacity, using: &random)
        let own = Int.random(in: 0...2, using: &random)
        let shares = (amount > 0 ? ["\"machine:m\" = \(amount)"] : []) + (own > 0 ? ["own = \(own)"] : [])
        text += "pool = { \(shares.joined(separator: ", ")) }\n"
        if index % 5 == 0 { text += "retry = { attempts = 2, jitter = false }\n" }
      }
      let busy = ["machine:m": Duration.seconds(Int.random(in: 0...9, using: &random))]
      let jobs = Int.random(in: 1...5, using: &random)
      let rehearsal = Rehearsal.run(
        Reading.plan(text).plan, scripts: ["n0#1": .fails], options: RunOptions(jobs: jobs), busyLocks: busy)
      #expect(rehearsal.finish.counts == [.succeeded: count], "\(text)")
      #expect(most(rehearsal) <= capacity)
    }
  }
}
