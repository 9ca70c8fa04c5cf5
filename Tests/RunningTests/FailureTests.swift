import Running
import TestSupport
import Testing

@Suite("Failure")
struct FailureTests {
  private func rehearse(
    _ runbook: String, _ scripts: [String: FakeWorld.Script] = [:], options: RunOptions = RunOptions(jobs: 4)
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(runbook)
    #expect(!diagnostics.hasErrors)
    return Rehearsal.run(plan, scripts: scripts, options: options)
  }

  @Test("what runs is let finish, what is ready does not start")
  func stop() {
    let runbook = GraphCase.nodes(
      "[a]\n[slow]\ndepends_on = []\n[late]\ndepends_on = []\n[after]\ndepends_on = [\"slow\"]")
    let rehearsal = rehearse(
      runbook, ["a": .fails, "slow": FakeWorld.Script(after: .seconds(5))], options: RunOptions(jobs: 2))
    #expect(rehearsal.summary == "a failed, after blocked, late blocked, slow succeeded")
    #expect(rehearsal.reasons["late"] == .stopped(after: "a"))
    #expect(rehearsal.reasons["after"] == .stopped(after: "a"))
  }

  @Test("under continue only what depends on the failure is blocked")
  func goesOn() {
    let rehearsal = rehearse(
      "[runbook]\non_failure = \"continue\"\n"
        + GraphCase.nodes("[a]\n[b]\ndepends_on = []\n[c]\ndepends_on = [\"b\"]\n[d]\ndepends_on = [\"a\"]"),
      ["a": .fails])
    #expect(rehearsal.summary == "a failed, b succeeded, c succeeded, d blocked")
    #expect(rehearsal.reasons["d"] == .blockedBy(["a"]))
  }

  @Test("a critical failure ends the run even under continue")
  func critical() {
    let rehearsal = rehearse(
      "[runbook]\non_failure = \"continue\"\n"
        + GraphCase.nodes("[a]\ncritical = true\n[b]\ndepends_on = []\n[c]\ndepends_on = [\"b\"]"),
      ["a": .fails, "b": FakeWorld.Script(after: .seconds(3))])
    #expect(rehearsal.summary == "a failed, b succeeded, c blocked")
  }

  @Test("the first failure stays the cause")
  func cause() {
    let rehearsal = rehearse(
      GraphCase.nodes("[a]\n[b]\ndepends_on = []"),
      ["a": FakeWorld.Script(.exited(2), after: .seconds(2)), "b": .fails])
    #expect(rehearsal.finish.cause == 1)
    #expect(rehearsal.finish.counts == [.failed: 2])
  }

  @Test("answers may be followed by what depends on them")
  func answers() {
    let rehearsal = rehearse(
      GraphCase.nodes(
        "[deploy]\n[revert]\ndepends_on = \"deploy:failure\"\n[tell]\ndepends_on = \"revert\"\n[other]\ndepends_on = []"
      ),
      ["deploy": .fails, "other": FakeWorld.Script(after: .milliseconds(100))])
    #expect(rehearsal.summary == "deploy failed, other succeeded, revert succeeded, tell succeeded")
  }

  @Test("what follows only handlers is skipped with them")
  func followers() {
    let rehearsal = rehearse(
      GraphCase.nodes(
        "[deploy]\n[revert]\ndepends_on = \"deploy:failure\"\n[tell]\ndepends_on = \"revert\"\n[next]\ndepends_on = \"deploy\""
      ))
    #expect(rehearsal.summary == "deploy succeeded, next succeeded, revert skipped, tell skipped")
    #expect(rehearsal.reasons["tell"] == .handlersSkipped)
  }

  @Test("a done entry holds whatever happened")
  func done() {
    let runbook = GraphCase.nodes("[deploy]\n[clean]\ndepends_on = \"deploy:done\"")
    #expect(rehearse(runbook, ["deploy": .fails]).summary == "clean succeeded, deploy failed")
    #expect(rehearse(runbook).summary == "clean succeeded, deploy succeeded")
  }

  @Test("an end node with always() runs after success and after failure")
  func always() {
    let runbook = GraphCase.nodes(
      "[deploy]\n[smoke]\n[clean]\nwhen = \"always()\"\n[tell]\nwhen = \"success()\"\ndepends_on = [\"smoke\"]")
    #expect(rehearse(runbook).summary == "clean succeeded, deploy succeeded, smoke succeeded, tell succeeded")
    #expect(
      rehearse(runbook, ["deploy": .fails]).summary == "clean succeeded, deploy failed, smoke blocked, tell blocked")
  }

  @Test("failure() with a written depends_on looks at those nodes and what they depend on")
  func scope() {
    let runbook =
      "[runbook]\non_failure = \"continue\"\n"
      + GraphCase.nodes(
        "[a]\n[b]\n[c]\ndepends_on = []\n[for_b]\ndepends_on = [\"b\"]\nwhen = \"failure()\"\n[for_c]\ndepends_on = [\"c\"]\nwhen = \"failure()\""
      )
    #expect(
      rehearse(runbook, ["a": .fails]).summary
        == "a failed, b blocked, c succeeded, for_b succeeded, for_c skipped")
  }

  @Test("a failing condition fails the node, it never runs it")
  func condition() {
    let rehearsal = rehearse(GraphCase.nodes("[a]\n[b]\nwhen = \"nodes.a.exit_code / 0\""))
    #expect(rehearsal.summary == "a succeeded, b failed")
    #expect(rehearsal.reasons["b"] == .expression(message: "division by zero", location: "deploy.toml:5:9"))
    #expect(rehearsal.started == ["a"])
  }

  @Test("an answer that failed with permission has not failed the run")
  func allowed() {
    let rehearsal = rehearse(
      "[a]\ncommand = \"work\"\n[tell]\nfunction = \"notify\"\nparams = { message = \"{{ nodes.a.json.x }}\" }")
    #expect(rehearsal.summary == "a succeeded, tell failed")
    #expect(rehearsal.finish.status == .succeeded)
    #expect(rehearsal.finish.allowedFailures == [1])
  }

  @Test("many failures are read through without end", arguments: [1, 20])
  func manyCauses(count: Int) {
    let names = (0..<count).map { "n\($0)" }
    let lifted = names.map { "has_failed('\($0)')" }.joined(separator: " or ")
    let runbook =
      "[runbook]\non_failure = \"continue\"\n"
      + GraphCase.nodes(names.map { "[\($0)]\ndepends_on = []" }.joined(separator: "\n"))
      + "\n" + GraphCase.nodes("[all]\ndepends_on = [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]")
      + "\n" + GraphCase.nodes("[heal]\ndepends_on = [\"all\"]\nwhen = \"\(lifted)\"")
      + "\n" + GraphCase.nodes("[heal_some]\ndepends_on = [\"all\"]\nwhen = \"has_failed('n0')\"")
    let rehearsal = rehearse(runbook, Dictionary(uniqueKeysWithValues: names.map { ($0, .fails) }))
    #expect(rehearsal.statuses["all"] == .blocked)
    #expect(rehearsal.statuses["heal"] == .succeeded)
    #expect(rehearsal.statuses["heal_some"] == (count == 1 ? .succeeded : .blocked))
  }

  @Test("a skipped node whose conditional entries are open is waited for")
  func openTransparency() {
    let rehearsal = rehearse(
      GraphCase.nodes(
        "[fast]\n[slow]\ndepends_on = []\n[maybe]\ndepends_on = [\"fast:success\", \"slow:success\"]\njoin = \"any\"\nskip = true\n[last]\ndepends_on = [\"maybe\"]"
      ),
      ["slow": FakeWorld.Script(.exited(1), after: .seconds(30))])
    #expect(rehearsal.summary == "fast succeeded, last blocked, maybe skipped, slow failed")
    #expect(rehearsal.reasons["last"] == .blockedBy(["slow"]))
  }
}
