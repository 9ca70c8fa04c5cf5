import Planning
import Running
import TestSupport
import Testing

/// What is wanted of a run that is taken up again (`--from`, `--only-failed`).
@Suite("What a resume chooses")
struct ResumeScopeTests {
  private static let text = """
    [a]
    command = "x"
    rollback = "ua"
    [b]
    command = "x"
    depends_on = ["a"]
    [c]
    command = "x"
    depends_on = ["b"]
    [side]
    command = "x"
    depends_on = ["a"]
    """

  private static func run(
    _ past: String, _ scope: ResumeScope, _ text: String = text, scripts: [String: FakeWorld.Script] = [:],
    files: [String: String] = [:]
  ) -> Rehearsal {
    Rehearsal.run(
      Reading.plan(text, files: files).plan, scripts: scripts, past: ResumptionTests.past(past), scope: scope)
  }

  private static func keys(_ run: Rehearsal) -> [String: String] {
    Dictionary(
      zip(run.started, run.environments.compactMap { $0["PYFLOW_IDEMPOTENCY_KEY"] }), uniquingKeysWith: { $1 })
  }

  @Test(
    "a node and all that depends on it run again, also where they have succeeded; the rest as recorded",
    arguments: [
      ("a=ok b=ok c=ok side=ok", ["b"], ["b", "c"]), ("a=ok b=ok c=ok side=ok", ["a"], ["a", "b", "side", "c"]),
      ("a=ok b=ok c=ok side=ok", ["c", "side"], ["side", "c"]), ("a=ok b=ok c=no side=ok", ["side"], ["c", "side"]),
      ("a=ok b=ok c=ok side=hand", ["b"], ["b", "c"]),
    ] as [(String, [String], [String])])
  func from(past: String, ids: [String], started: [String]) {
    let run = Self.run(past, .from(ids))
    #expect(Set(run.started) == Set(started) && run.finish.status == .succeeded)
  }

  @Test("what is begun anew has another key; what only failed has the same one")
  func keys() {
    let first = Self.keys(Rehearsal.run(Reading.plan(Self.text).plan))
    let run = Self.keys(Self.run("a=ok b=ok c=ok side=no", .from(["b"])))
    #expect(run["b"] != first["b"] && run["c"] != first["c"] && run["side"] == first["side"])
    #expect(Set(run.keys) == ["b", "c", "side"])
  }

  @Test("what was to run again when the process died before anything of that is on record runs again later")
  func interrupted() {
    var past = ResumptionTests.past("a=ok b=ok c=ok side=ok")
    past.begunAnew = ["b", "gone"]
    let run = Rehearsal.run(Reading.plan(Self.text).plan, past: past)
    #expect(run.started == ["b", "c"])
  }

  private static let inner = ["inner.toml": "[x]\ncommand = \"x\"\n[y]\ncommand = \"x\"\n"]
  private static let nested = "[n]\nrunbook = \"inner.toml\"\n[z]\ncommand = \"x\"\n"

  @Test(
    "a nested runbook runs again as a whole, or from a node inside",
    arguments: [(["n"], ["n/x", "n/y", "z"]), (["n/y"], ["n/y", "z"]), (["z"], ["z"])] as [([String], [String])])
  func nestedFrom(ids: [String], started: [String]) {
    let run = Self.run("n=ok n/x=ok n/y=ok z=ok", .from(ids), Self.nested, files: Self.inner)
    #expect(run.started == started && run.finish.status == .succeeded)
  }

  private static let fan = """
    [list]
    command = "x"
    [each]
    command = "x {{ item }}"
    foreach = "{{ nodes.list.stdout.split() }}"
    [z]
    command = "x"
    """

  /// A past run of `fan` in which there were these items.
  private static func fanPast(_ words: String, _ items: String) -> PastRun {
    var past = ResumptionTests.past(words)
    var result = ReusedResult(run: "01TEST00000000000000000000")
    result.stdout = items
    past.nodes["list"]?.result = result
    return past
  }

  @Test("of a list that is told anew the items are the new ones; of one that stays, those that are wanted run again")
  func lateItems() {
    let plan = Reading.plan(Self.fan).plan
    let past = Self.fanPast("list=ok each=ok each[a]=ok each[b]=ok z=ok", "a\nb\n")
    let scripts = ["list": FakeWorld.Script(stdout: "b\nc\n")]
    let anew = Rehearsal.run(plan, scripts: scripts, past: past, scope: .from(["list"]))
    #expect(Set(anew.started) == ["list", "each[b]", "each[c]", "z"] && anew.finish.status == .succeeded)
    let all = Rehearsal.run(plan, past: past, scope: .from(["each"]))
    #expect(Set(all.started) == ["each[a]", "each[b]", "z"] && all.finish.status == .succeeded)
    let one = Rehearsal.run(plan, past: past, scope: .from(["each[b]"]))
    #expect(Set(one.started) == ["each[b]", "z"], "\(one.started) \(one.summary)")
    #expect(one.finish.status == .succeeded)
  }

  // MARK: - Only what failed

  @Test(
    "only what failed runs again; what it kept from running stays, and the run is halted before it",
    arguments: [
      ("a=ok b=no c=stop side=ok", ["b"], "a succeeded, b succeeded, c blocked, side succeeded", RunStatus.halted),
      ("a=ok b=ok c=no side=ok", ["c"], "a succeeded, b succeeded, c succeeded, side succeeded", .succeeded),
      ("a=ok b=cut c=stop side=no", ["b", "side"], "a succeeded, b succeeded, c blocked, side succeeded", .halted),
    ] as [(String, [String], String, RunStatus)])
  func onlyFailed(past: String, started: [String], summary: String, status: RunStatus) {
    let run = Self.run(past, .failed)
    #expect(run.started == started && run.summary == summary && run.finish.status == status)
    #expect(run.finish.reason == (status == .halted ? .notWanted : nil))
    #expect(run.finish.notUndone == [])
  }

  @Test("if it fails again the run has failed, and is undone as ever")
  func failsAgain() {
    var past = ResumptionTests.past("a=ok b=no c=stop side=ok")
    past.nodes["a"]?.isRegistered = true
    let run = Rehearsal.run(
      Reading.plan(Self.text).plan, scripts: ["b": FakeWorld.Script(.exited(1))], past: past, scope: .failed)
    #expect(run.started == ["b", "a!rollback"] && run.finish.status == .rolledBack)
  }

  @Test("inside a nested runbook too, which has not succeeded then")
  func nestedFailed() {
    let run = Self.run("n=no n/x=no n/y=stop z=stop", .failed, Self.nested, files: Self.inner)
    #expect(run.started == ["n/x"])
    #expect(run.summary == "n cancelled, n/x succeeded, n/y blocked, z blocked" && run.finish.status == .halted)
  }

  @Test("of a fan-out only the items that failed run again")
  func items() {
    let text = "[each]\ncommand = \"x {{ item }}\"\nforeach = [\"a\", \"b\", \"c\"]\n[z]\ncommand = \"x\"\n"
    let run = Self.run("each[a]=ok each[b]=no each[c]=ok each=no z=stop", .failed, text)
    #expect(run.started == ["each[b]"] && run.statuses["each"] == .succeeded && run.statuses["z"] == .blocked)
  }

  @Test("what failed on what was undone cannot run alone")
  func undone() {
    let plan = Reading.plan(Self.text).plan
    let past = ResumptionTests.past("a=undone b=no c=stop side=ok")
    #expect(Resumption(of: plan, after: past, scope: .failed).undoneBelow == [0])
    let own = ResumptionTests.past("a=ok b=undone c=no side=ok")
    #expect(Resumption(of: plan, after: own, scope: .failed).undoneBelow == [1])
    #expect(Resumption(of: plan, after: ResumptionTests.past("a=ok b=no"), scope: .failed).undoneBelow.isEmpty)
  }
}
