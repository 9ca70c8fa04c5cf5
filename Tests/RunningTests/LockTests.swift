import Planning
import Running
import TestSupport
import Testing

/// Locks of nodes and runs (design 5.8).
@Suite("Locks")
struct LockTests {
  private func rehearse(
    _ nodes: String, settings: String = "", busy: [String: Duration] = [:],
    _ scripts: [String: FakeWorld.Script] = [:], signals: [(at: Duration, signal: RunSignal)] = [],
    lockWait: Duration? = nil, jobs: Int = 4
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan("[runbook]\n\(settings)\n" + GraphCase.nodes(nodes))
    #expect(!diagnostics.hasErrors)
    var options = RunOptions(jobs: jobs)
    options.lockWait = lockWait
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: options, busyLocks: busy)
  }

  /// What was told of locks and nodes, in order: `+db a` for a lock that was taken, `a` for a start, `-db a`.
  private func story(_ rehearsal: Rehearsal, _ ids: [String]) -> [String] {
    rehearsal.events.compactMap { event in
      switch event {
      case .lockAcquired(let node, let claim): (["+" + text(claim)] + name(node, ids)).joined(separator: " ")
      case .lockReleased(let node, let claim): (["-" + text(claim)] + name(node, ids)).joined(separator: " ")
      case .lockReserved(let claim, let cause): "=" + text(claim) + " \(cause.rawValue)"
      case .lockBroken(let node, let broken): (["!" + broken.lock] + name(node, ids)).joined(separator: " ")
      case .lockAwaited(let node, let resource, _): "?\(resource.name) \(ids[node])"
      case .started(let node, _, _): ids[node]
      default: nil
      }
    }
  }

  private func text(_ claim: LockClaim) -> String {
    (claim.locks + claim.places.map { "\($0.pool)=\($0.amount)/\($0.capacity)" }).joined(separator: " ")
  }

  private func name(_ node: Int?, _ ids: [String]) -> [String] { node.map { [ids[$0]] } ?? [] }

  @Test("are taken before a node starts and given back when it has ended")
  func order() {
    let rehearsal = rehearse("[a]\nlock = [\"x\", \"db\"]\n[b]\ndepends_on = []\nlock = \"db\"\n[c]\ndepends_on = []")
    #expect(story(rehearsal, ["a", "b", "c"]) == ["c", "+db x a", "a", "-db x a", "+db b", "b", "-db b"])
    #expect(rehearsal.finish.duration == .seconds(2))
  }

  @Test("of the run are held from its beginning to its end, and no node asks for them again")
  func run() {
    let rehearsal = rehearse("[a]\nlock = [\"site\"]", settings: "lock = [\"z\", \"site\"]")
    #expect(story(rehearsal, ["a"]) == ["+site z", "a", "-site z"])
  }

  @Test("that another run holds are waited for, without a place")
  func busy() {
    let nodes = "[a]\nlock = \"db\"\n[b]\ndepends_on = []\n[c]\ndepends_on = [\"b\"]"
    let rehearsal = rehearse(nodes, busy: ["db": .seconds(60)], jobs: 1)
    #expect(story(rehearsal, ["a", "b", "c"]) == ["?db a", "b", "c", "+db a", "a", "-db a"])
    #expect(rehearsal.finish.duration == .seconds(61))
    #expect(rehearsal.finish.status == .succeeded)
  }

  @Test("are waited for no longer than was asked; the timeout of the node does not count meanwhile")
  func limit() {
    let rehearsal = rehearse(
      "[a]\nlock = \"db\"\n[b]\ndepends_on = []\nlock = \"other\"\ntimeout = 5",
      busy: ["db": .seconds(60), "other": .seconds(20)], lockWait: .seconds(30))
    #expect(rehearsal.summary == "a failed, b succeeded")
    #expect(rehearsal.reasons["a"] == .lockHeld(.lock("db"), by: FakeWorld.holder, limit: "30s"))
    #expect(
      rehearsal.reasons["a"]?.message
        == "lock `db` was not free within 30s: held by run 01OTHER0000000000000000000 of eve@testhost, pid 7, since 2026-01-01T00:00:00.000Z"
    )
    #expect(rehearsal.finish.duration == .seconds(30))
  }

  @Test("go to the most urgent of the nodes that wait for them")
  func priority() {
    let nodes =
      "[a]\nlock = \"db\"\npriority = 1\n"
      + ["b", "c", "d"].map { "[\($0)]\ndepends_on = []\nlock = \"db\"\n" }.joined()
    let rehearsal = rehearse(nodes.replacing("[d]", with: "[d]\npriority = 2"))
    #expect(rehearsal.started == ["a", "d", "b", "c"])
  }

  @Test("are not waited for after the run was stopped")
  func stopped() {
    let nodes = "[a]\nlock = \"db\"\n[b]\ndepends_on = []\n[c]\ndepends_on = []\nlock = \"db\""
    let rehearsal = rehearse(nodes, busy: ["db": .seconds(60)], ["b": .fails])
    #expect(rehearsal.summary == "a blocked, b failed, c blocked")
    #expect(rehearsal.finish.duration == .seconds(1))
    #expect(rehearsal.reasons["a"] == .stopped(after: "b"))
  }

  @Test("are not waited for after a signal")
  func interrupted() {
    let rehearsal = rehearse(
      "[a]\nlock = \"db\"", busy: ["db": .seconds(60)], signals: [(at: .seconds(2), signal: .terminate)])
    #expect(rehearsal.summary == "a blocked")
    #expect(rehearsal.finish.status == .cancelled)
    #expect(rehearsal.finish.duration == .seconds(2))
  }

  @Test("are given back by a node that fails, and by one that is ended")
  func failing() {
    let rehearsal = rehearse(
      "[a]\nlock = \"db\"\nallow_failure = true\n[b]\ndepends_on = []\nlock = \"db\"\n[c]\ndepends_on = []\nlock = \"db\"",
      ["a": .fails, "b": .endless()], signals: [(at: .seconds(9), signal: .interrupt)])
    #expect(
      story(rehearsal, ["a", "b", "c"]) == ["+db a", "a", "-db a", "+db b", "b", "-db b"])
    #expect(rehearsal.summary == "a failed, b cancelled, c blocked")
  }

  @Test("named by what the run tells are known when the node is ready")
  func template() {
    let nodes = "[z]\n[a]\nlock = [\"{{ nodes.z.stdout }}\", \"x\"]\n[b]\nlock = \"{{ nodes.z.stderr }}\""
    let rehearsal = rehearse(nodes, ["z": FakeWorld.Script(stdout: "x")])
    #expect(story(rehearsal, ["z", "a", "b"]) == ["z", "+x a", "a", "-x a"])
    #expect(rehearsal.reasons["b"] == .wrongField("lock", expected: "a name", found: ""))
  }

  @Test("an approval holds its lock too")
  func approval() {
    var options = RunOptions(jobs: 1)
    options.approvesAll = true
    let rehearsal = Rehearsal.run(Reading.plan("[go]\nprompt = \"Go?\"\nlock = \"db\"").plan, options: options)
    #expect(story(rehearsal, ["go"]) == ["+db go", "-db go"])
  }

  @Test("of a run that ends waiting for an approval stay reserved for it, those of its nodes are given back")
  func waiting() {
    let rehearsal = Rehearsal.run(
      Reading.plan("[runbook]\nlock = \"site\"\n[go]\nprompt = \"Go?\"\nlock = \"db\"").plan)
    #expect(rehearsal.finish.status == .waiting)
    #expect(rehearsal.finish.reservation == .waiting)
    #expect(story(rehearsal, ["go"]) == ["+site", "+db go", "-db go", "=site waiting"])
  }

  /// How a run of one node with a rollback ends, and why its lock stays reserved.
  static let ends:
    [(settings: String, scripts: [String: FakeWorld.Script], signals: [Duration], cause: ReservationCause?)] = [
      ("", [:], [], nil), ("", ["a": .fails], [], nil), ("", ["a": .fails, "a!rollback": .fails], [], .rollbackFailed),
      ("rollback = \"never\"", ["a": .fails], [], nil), ("", ["a": .endless()], [.seconds(5)], nil),
      ("", ["a": .endless(heedsSignals: false)], [.seconds(5), .seconds(6)], .cancelled),
      ("rollback = \"never\"", ["a": .endless()], [.seconds(5)], nil),
    ]

  @Test("of the run stay reserved for it where a person is needed", arguments: ends.indices)
  func reserved(index: Int) {
    let (settings, scripts, signals, cause) = Self.ends[index]
    let rehearsal = rehearse(
      "[a]\nrollback = \"back\"", settings: "lock = \"site\"\n" + settings, scripts,
      signals: signals.map { (at: $0, signal: .interrupt) })
    #expect(rehearsal.finish.reservation == cause, "\(rehearsal.finish.status)")
    #expect(story(rehearsal, ["a"]).last == (cause.map { "=site \($0.rawValue)" } ?? "-site"))
  }

  @Test("are never held by two, and everybody gets them, whatever the graph", arguments: 0..<20)
  func random(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 500)
    for _ in 0..<30 {
      let count = Int.random(in: 1...25, using: &random)
      var text = "[runbook]\npools = { p = 2 }\n"
      for index in 0..<count {
        let locks = ["x", "y", "z"].filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.map { "\"\($0)\"" }
        let needs = index > 0 && Bool.random(using: &random) ? "\"n\(Int.random(in: 0..<index, using: &random))\"" : ""
        text += "[n\(index)]\ncommand = \"work\"\ndepends_on = [\(needs)]\nlock = [\(locks.joined(separator: ", "))]\n"
        text += "priority = \(Int.random(in: 1...10, using: &random))\n"
        if Bool.random(using: &random) { text += "pool = { p = \(Int.random(in: 1...2, using: &random)) }\n" }
      }
      let busy = ["x": Duration.seconds(Int.random(in: 0...9, using: &random))]
      let rehearsal = Rehearsal.run(
        Reading.plan(text).plan, options: RunOptions(jobs: Int.random(in: 1...5, using: &random)), busyLocks: busy)
      #expect(rehearsal.finish.counts == [.succeeded: count], "\(text)")
      check(rehearsal)
    }
  }

  /// Follows who holds what.
  private func check(_ rehearsal: Rehearsal) {
    var owners: [String: Int] = [:]
    for event in rehearsal.events {
      switch event {
      case .lockAcquired(let node?, let claim):
        for name in claim.locks { #expect(owners.updateValue(node, forKey: name) == nil) }
      case .lockReleased(let node?, let claim):
        for name in claim.locks { #expect(owners.removeValue(forKey: name) == node) }
      default: break
      }
    }
    #expect(owners.isEmpty)
  }
}
