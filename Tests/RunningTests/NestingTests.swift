import Planning
import Running
import TestSupport
import Testing
import Values

/// What it means that a node runs another runbook: outside it is one node, inside a run of its own (design 3.4).
@Suite("Nested runbooks")
struct NestingTests {
  private static let failing = FakeWorld.Script(.exited(1))

  private static func rehearse(
    _ nodes: String, inner: String, _ scripts: [String: FakeWorld.Script] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], more: [String: String] = [:], jobs: Int = 4
  ) -> Rehearsal {
    let files = more.merging(["inner.toml": inner]) { $1 }
    let (plan, diagnostics) = Reading.plan(nodes, files: files)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  private static func node(_ id: String, _ keys: String = "") -> String { "[\(id)]\ncommand = \"x\"\n\(keys)\n" }
  private static func undoable(_ id: String) -> String { node(id, "rollback = \"undo\"") }
  private static let call = "[d]\nrunbook = \"inner.toml\"\n"

  @Test("what is outside waits for all of it, and gets its outputs")
  func order() {
    let inner = "[runbook.outputs]\nx = \"{{ nodes.a.stdout }}!\"\n" + Self.node("a") + Self.node("b")
    let outer = Self.node("first") + Self.call + "[last]\ncommand = \"echo {{ nodes.d.outputs.x }}\"\n"
    let run = Self.rehearse(outer, inner: inner, ["d/a": FakeWorld.Script(stdout: "hello\n")])
    #expect(run.started == ["first", "d/a", "d/b", "last"])
    #expect(run.commands.last == "echo 'hello!'", "\(run.reasons)")
    #expect(run.finish.status == .succeeded)
  }

  @Test("variables are passed when they are known, and converted")
  func variables() {
    let inner = "[variables]\nN = { type = \"int\", max = 9 }\n[a]\ncommand = \"echo {{ N + 1 }}\"\n"
    let outer = Self.node("first") + Self.call + "variables = { N = \"{{ nodes.first.stdout }}\" }\n"
    #expect(Self.rehearse(outer, inner: inner, ["first": FakeWorld.Script(stdout: "4")]).commands.last == "echo '5'")
    let wrong = Self.rehearse(outer, inner: inner, ["first": FakeWorld.Script(stdout: "10")])
    #expect(wrong.summary == "d failed, d/a blocked, first succeeded")
    #expect(wrong.reasons["d"] == .thrown("`10` is out of range for variable `N`"))
    #expect(wrong.reasons["d/a"] == .runbookNotRun("d"))
  }

  @Test("failure() and handlers inside see only what is inside, and its nodes are not seen outside")
  func scopes() {
    let inner = Self.node("a") + "[tell]\ncommand = \"x\"\nwhen = \"failure()\"\n"
    let outer = "[runbook]\non_failure = \"continue\"\n" + Self.node("bad") + Self.call + "depends_on = []\n"
    let run = Self.rehearse(outer, inner: inner, ["bad": Self.failing])
    #expect(run.summary == "bad failed, d succeeded, d/a succeeded, d/tell skipped")
    let own = Self.rehearse(outer, inner: inner, ["d/a": Self.failing])
    #expect(own.summary == "bad succeeded, d failed, d/a failed, d/tell succeeded")
    #expect(own.reasons["d"] == .runbookFailed("d/a"))
    #expect(own.finish.cause == 2)
  }

  @Test("its own on_failure holds inside", arguments: ["stop", "continue"])
  func policy(policy: String) {
    let inner =
      "[runbook]\non_failure = \"\(policy)\"\n" + Self.node("a") + Self.node("b", "depends_on = []") + Self.node("c")
    let run = Self.rehearse(
      Self.call, inner: inner, ["d/a": Self.failing, "d/b": FakeWorld.Script(after: .seconds(9))])
    #expect(run.statuses["d/c"] == (policy == "stop" ? .blocked : .succeeded))
    #expect(run.statuses["d"] == .failed)
  }

  @Test("it recovers itself before it is tried again, as other attempts and another generation (G17)")
  func retry() {
    let inner = Self.undoable("a") + Self.node("b")
    let outer = Self.call + "retry = { attempts = 2, delay = \"5s\", jitter = false }\n" + Self.node("last")
    let run = Self.rehearse(outer, inner: inner, ["d/b#1": Self.failing])
    #expect(run.started == ["d/a", "d/b", "d/a!rollback", "d/a", "d/b", "last"])
    #expect(run.finish.status == .succeeded)
    let attempts = run.events.compactMap { event -> Int? in
      if case .started(_, let attempt, .process) = event { attempt } else { nil }
    }
    #expect(attempts == [1, 1, 2, 2, 1])
    let keys = run.environments.compactMap { $0["PYFLOW_IDEMPOTENCY_KEY"] }
    #expect(Set(keys).count == 6)
  }

  @Test("what it could not undo keeps it from being tried again, and the run from being called rolled back")
  func failedRecovery() {
    let inner = Self.undoable("a") + Self.undoable("b") + Self.node("c")
    let outer = Self.undoable("first") + Self.call + "retry = 3\n"
    let run = Self.rehearse(outer, inner: inner, ["d/c": Self.failing, "d/b!rollback": Self.failing])
    #expect(run.started == ["first", "d/a", "d/b", "d/c", "d/b!rollback"])
    #expect(run.reasons["d"] == .notUndone(["d/b", "d/a"]))
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.notUndone.map { run.ids[$0] } == ["d/b", "d/a", "first"])
    #expect(run.finish.commandsLeft == ["undo", "undo", "undo"])
    let allowed = Self.rehearse(
      Self.call + "allow_failure = true\n", inner: inner, ["d/c": Self.failing, "d/b!rollback": Self.failing])
    #expect(allowed.finish.status == .rollbackFailed)
  }

  @Test("a later failure outside undoes it in its place, by its parts or by its own rollback")
  func undone() {
    let inner = Self.undoable("a") + Self.undoable("b")
    let outer = Self.undoable("first") + Self.call
    let run = Self.rehearse(outer + Self.node("bad"), inner: inner, ["bad": Self.failing])
    #expect(Array(run.started.suffix(3)) == ["d/b!rollback", "d/a!rollback", "first!rollback"])
    #expect(run.finish.status == .rolledBack)
    let whole = Self.rehearse(
      outer + "rollback = \"undo all\"\n" + Self.node("bad"), inner: inner, ["bad": Self.failing])
    #expect(Array(whole.started.suffix(2)) == ["d!rollback", "first!rollback"])
    #expect(whole.finish.status == .rolledBack)
    let never = Self.rehearse(
      outer + Self.node("bad"), inner: "[runbook]\nrollback = \"never\"\n" + inner, ["bad": Self.failing])
    #expect(Array(never.started.suffix(2)) == ["bad", "first!rollback"])
  }

  @Test("what is inside and has no rollback is named, unless the whole has one")
  func withoutRollback() {
    let inner = Self.undoable("a") + Self.node("p")
    let run = Self.rehearse(Self.call + Self.node("bad"), inner: inner, ["bad": Self.failing])
    #expect(run.finish.withoutRollback.map { run.ids[$0] } == ["d/p", "bad"])
    let whole = Self.rehearse(
      Self.call + "rollback = \"undo all\"\n" + Self.node("bad"), inner: inner, ["bad": Self.failing])
    #expect(whole.finish.withoutRollback.map { whole.ids[$0] } == ["bad"])
  }

  @Test("what it has undone itself is not undone again")
  func undoneOnce() {
    let inner = Self.undoable("a") + Self.node("b")
    let run = Self.rehearse(Self.undoable("first") + Self.call, inner: inner, ["d/b": Self.failing])
    #expect(run.started == ["first", "d/a", "d/b", "d/a!rollback", "first!rollback"])
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.undone.map { run.ids[$0] } == ["d/a", "first"])
  }

  @Test(
    "where it does not run, its nodes do not either",
    arguments: [("skip = true\ndepends_on = []", "skipped"), ("", "blocked")])
  func notRun(keys: String, status: String) {
    let run = Self.rehearse(
      Self.node("first") + Self.call + keys, inner: Self.node("a") + Self.node("b"), ["first": Self.failing])
    #expect(run.statuses["d/b"]?.rawValue == status)
    #expect(run.started == ["first"])
  }

  @Test("a signal ends what runs inside, which recovers, and then what is outside")
  func signal() {
    let inner = Self.undoable("a") + Self.node("b")
    let run = Self.rehearse(
      Self.undoable("first") + Self.call, inner: inner, ["d/b": .endless()], signals: [(.seconds(5), .terminate)])
    #expect(run.started == ["first", "d/a", "d/b", "d/a!rollback", "first!rollback"])
    #expect(run.summary == "d cancelled, d/a succeeded, d/b cancelled, first succeeded")
    #expect(run.finish.status == .cancelled)
  }

  @Test("its time is that of the whole: what runs inside is ended, undone, and the node has failed")
  func timeout() {
    let inner = Self.undoable("a") + Self.node("b") + Self.node("c")
    let run = Self.rehearse(Self.call + "timeout = \"5s\"\n", inner: inner, ["d/b": .endless(heedsSignals: false)])
    #expect(run.started == ["d/a", "d/b", "d/a!rollback"])
    #expect(run.reasons["d"] == .timedOut("5s"))
    #expect(run.reasons["d/b"] == .runbookTimedOut)
    #expect(run.summary == "d failed, d/a succeeded, d/b cancelled, d/c blocked")
    #expect(run.finish.duration > .seconds(15) && run.finish.duration < .seconds(18))
    let again = Self.rehearse(
      Self.call + "timeout = \"5s\"\nretry = { attempts = 2, delay = \"1s\" }\n", inner: inner, ["d/b#1": .endless()])
    #expect(again.finish.status == .succeeded)
  }

  @Test("each instance of a node has a run of its own")
  func instances() {
    let inner = "[variables]\nX = \"\"\n[a]\ncommand = \"echo {{ X }}\"\nrollback = \"undo {{ X }}\"\n" + Self.node("b")
    let outer = Self.call + "foreach = [1, 2]\nmax_failures = 1\nvariables = { X = \"{{ item }}\" }\n"
    let run = Self.rehearse(outer, inner: inner, ["d[1]/b": Self.failing], jobs: 1)
    #expect(run.started == ["d[1]/a", "d[1]/b", "d[1]/a!rollback", "d[2]/a", "d[2]/b"])
    #expect(run.statuses["d"] == .succeeded)
  }

  @Test("its nodes run one at a time if it says so, and beside those outside")
  func sequential() {
    let inner =
      "[runbook]\nmode = \"sequential\"\n" + Self.node("a", "depends_on = []") + Self.node("b", "depends_on = []")
    let run = Self.rehearse(Self.call + Self.node("other", "depends_on = []"), inner: inner)
    #expect(run.finish.duration == .seconds(2))
    #expect(Set(run.started.prefix(2)) == ["d/a", "other"])
  }

  @Test("runbooks in runbooks: a failure deep inside is undone from the inside out")
  func deep() {
    let middle = Self.undoable("m") + "[e]\nrunbook = \"leaf.toml\"\n" + Self.undoable("never")
    let leaf = Self.undoable("x") + Self.node("y")
    let run = Self.rehearse(
      Self.undoable("first") + Self.call, inner: middle, ["d/e/y": Self.failing], more: ["leaf.toml": leaf])
    #expect(
      run.started == ["first", "d/m", "d/e/x", "d/e/y", "d/e/x!rollback", "d/m!rollback", "first!rollback"])
    #expect(run.finish.cause.map { run.ids[$0] } == "d/e/y")
    let later = Self.rehearse(
      Self.undoable("first") + Self.call + Self.node("bad"), inner: middle, ["bad": Self.failing],
      more: ["leaf.toml": leaf])
    #expect(
      Array(later.started.suffix(4)) == ["d/never!rollback", "d/e/x!rollback", "d/m!rollback", "first!rollback"])
  }

  @Test("its environment is passed on, and its lock is held while it runs")
  func surroundings() {
    let inner = "[runbook]\nlock = \"db\"\nenv = { C = \"3\", B = \"4\" }\n" + Self.node("a", "lock = \"db\"")
    let outer = "[runbook]\nenv = { A = \"1\" }\n" + Self.call + "env = { B = \"2\" }\n"
    let run = Self.rehearse(outer, inner: inner)
    #expect(run.finish.status == .succeeded)
    let environment = run.environments.last ?? [:]
    #expect(["A", "B", "C"].map { environment[$0] } == ["1", "4", "3"])
    let locks = run.events.compactMap {
      if case .lockAcquired(let node, let claim) = $0 { (node, claim.locks) } else { nil }
    }
    #expect(locks.map(\.0) == [0] && locks.map(\.1) == [["db"]])
  }

  @Test("the time of the runbook inside is up: it has failed, recovers, and is tried again")
  func ownTimeout() {
    let inner = "[runbook]\ntimeout = \"5s\"\n" + Self.undoable("a") + Self.node("b") + Self.node("c")
    let run = Self.rehearse(
      Self.call + "retry = { attempts = 2, delay = \"1s\" }\n", inner: inner, ["d/b#1": .endless()])
    #expect(run.started == ["d/a", "d/b", "d/a!rollback", "d/a", "d/b", "d/c"])
    let once = Self.rehearse(Self.call, inner: inner, ["d/b": .endless()])
    #expect(once.reasons["d"] == .runTimedOut("5s"))
    #expect(once.summary == "d failed, d/a succeeded, d/b cancelled, d/c blocked")
    #expect(once.finish.status == .rolledBack)
  }

  @Test("the time of the run is up: what runs inside is ended and undone, and so is what is outside")
  func outerTimeout() {
    let inner = Self.undoable("a") + Self.node("b") + "[tell]\ncommand = \"x\"\nwhen = \"failure()\"\n"
    let outer = "[runbook]\ntimeout = \"5s\"\n" + Self.undoable("first") + Self.call + Self.node("last")
    let run = Self.rehearse(outer, inner: inner, ["d/b": .endless()])
    #expect(run.started == ["first", "d/a", "d/b", "d/tell", "d/a!rollback", "first!rollback"])
    #expect(run.summary == "d cancelled, d/a succeeded, d/b cancelled, d/tell succeeded, first succeeded, last blocked")
    #expect(run.finish.status == .rolledBack)
  }
}
