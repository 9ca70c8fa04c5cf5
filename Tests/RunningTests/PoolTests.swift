import Planning
import Running
import TestSupport
import Testing

/// Priorities and pools (design 5.8).
@Suite("Pools and priorities")
struct PoolTests {
  private func rehearse(
    _ nodes: String, pools: String = "api = 2", jobs: Int = 10, _ scripts: [String: FakeWorld.Script] = [:],
    signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan("[runbook]\npools = { \(pools) }\n" + GraphCase.nodes(nodes))
    #expect(!diagnostics.hasErrors)
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  /// Nodes that depend on nothing, each with the keys after its name.
  private func free(_ nodes: [String]) -> String {
    nodes.map { node in
      let parts = node.split(separator: " ", maxSplits: 1)
      return "[\(parts[0])]\ndepends_on = []\n" + (parts.count > 1 ? String(parts[1]) + "\n" : "")
    }.joined()
  }

  @Test("ready nodes go by priority, then in the order of the file")
  func priority() {
    let rehearsal = rehearse(
      free(["a", "b priority = 10", "c priority = 1", "d priority = 5", "e priority = 1"]), jobs: 1)
    #expect(rehearsal.started == ["c", "e", "a", "d", "b"])
  }

  @Test("as many run at once as a pool has room for")
  func capacity() {
    let rehearsal = rehearse(free((0..<6).map { "n\($0) pool = \"api\"" }))
    #expect(rehearsal.finish.duration == .seconds(3))
    #expect(rehearsal.started == (0..<6).map { "n\($0)" })
  }

  @Test("who has room overtakes who waits for a pool, and the urgent go first when there is room again")
  func overtaking() {
    let rehearsal = rehearse(
      free(["a pool = { api = 2 }", "b pool = \"api\"", "c", "d pool = \"api\"\npriority = 1", "e pool = { api = 2 }"]))
    #expect(rehearsal.started == ["d", "b", "c", "a", "e"])
    #expect(rehearsal.finish.duration == .seconds(3))
  }

  @Test("a node takes from all its pools or from none")
  func severalPools() {
    let rehearsal = rehearse(
      free(["a pool = \"x\"", "b pool = { x = 1, y = 1 }", "c pool = \"y\""]), pools: "x = 1, y = 1")
    #expect(rehearsal.started == ["a", "c", "b"])
    #expect(rehearsal.finish.duration == .seconds(2))
  }

  @Test("what waits does not start after the run was stopped, and answers do")
  func stopped() {
    let nodes = free(["a pool = { api = 2 }", "b pool = \"api\"", "c pool = \"api\""])
    let handler = "[undo]\ndepends_on = [\"a:failure\"]\npool = { api = 2 }"
    let rehearsal = rehearse(nodes + handler, ["a": .fails])
    #expect(rehearsal.summary == "a failed, b blocked, c blocked, undo succeeded")
    #expect(rehearsal.reasons["c"] == .stopped(after: "a"))
  }

  @Test("a signal ends the waiting")
  func interrupted() {
    let rehearsal = rehearse(
      free(["a pool = { api = 2 }", "b pool = \"api\""]), ["a": .endless()],
      signals: [(at: .seconds(5), signal: .interrupt)])
    #expect(rehearsal.summary == "a cancelled, b blocked")
    #expect(rehearsal.finish.duration < .seconds(6))
  }

  @Test("a node that fails before it starts holds nothing")
  func failingTemplate() {
    let nodes = free(["a pool = { api = 2 }\nenv = { X = \"{{ nodes.z.json.x }}\" }", "z", "b pool = { api = 2 }"])
    let rehearsal = rehearse(
      nodes, ["z": FakeWorld.Script(stdout: "no JSON"), "b": FakeWorld.Script(after: .seconds(2))])
    #expect(rehearsal.statuses["a"] == .failed)
    #expect(rehearsal.statuses["b"] == .succeeded)
  }

  @Test("an approval takes from a pool too")
  func approval() {
    let runbook = """
      [runbook]
      pools = { api = 1 }
      [a]
      command = "work"
      pool = "api"
      [go]
      prompt = "Go?"
      pool = "api"
      depends_on = []
      """
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let rehearsal = Rehearsal.run(Reading.plan(runbook).plan, answers: ["go": .approved(fields: [:])], options: options)
    #expect(rehearsal.finish.duration == .seconds(2))
  }

  @Test("ten thousand nodes that wait for one place cost what they cost without")
  func many() {
    let nodes = (0..<10_000).map { "n\($0) pool = \"api\"\npriority = \($0 % 10 + 1)" }
    let rehearsal = rehearse(free(nodes), pools: "api = 1")
    #expect(rehearsal.finish.duration == .seconds(10_000))
    #expect(rehearsal.started.prefix(3) == ["n0", "n10", "n20"])
  }
}
