import Planning
import Running
import TestSupport
import Testing
import Values

/// What a failed run undoes, in which order, and how it ends (design 5.4).
@Suite("Rollbacks")
struct RollbackTests {
  private static func rehearse(
    _ nodes: String, _ scripts: [String: FakeWorld.Script] = [:], settings: String = "", jobs: Int = 4,
    signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan("[runbook]\n\(settings)\n\(nodes)")
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  private static func node(_ id: String, _ keys: String = "") -> String {
    "[\(id)]\ncommand = \"x\"\nrollback = \"undo\"\n\(keys)\n"
  }

  private static let failing = FakeWorld.Script(.exited(1))

  @Test("undo in the reverse order of start, each after what depends on it; the run is rolled back")
  func chain() {
    let run = Self.rehearse(Self.node("a") + Self.node("b") + Self.node("c"), ["c": Self.failing])
    #expect(run.started == ["a", "b", "c", "c!rollback", "b!rollback", "a!rollback"])
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.notUndone == [])
  }

  @Test(
    "name what may have changed something and has no rollback",
    arguments: [
      ("command = \"x\"", true), ("url = \"http://x\"", false), ("url = \"http://x\"\nmethod = \"head\"", false),
      ("url = \"http://x\"\nmethod = \"PUT\"", true), ("url = \"http://x\"\nbody = \"b\"", true),
      ("url = \"http://x\"\nmethod = \"{{ nodes.a.stdout }}\"", true), ("function = \"noop\"", false),
      ("function = \"log\"\nparams = { message = \"x\" }", false), ("command = \"x\"\nskip = true", false),
      ("command = \"x\"\npoll = { every = 1 }", false), ("command = \"x\"\nunless = \"true\"", false),
      ("command = \"x\"\nallow_failure = true", true),
      ("command = \"x\"\nrollback_on = \"success\"\nrollback = \"u\"", false),
      ("command = \"x\"\nwhen = \"has_failed('a')\"", false),
    ])
  func withoutRollback(keys: String, isNamed: Bool) {
    let nodes = Self.node("a") + "[n]\n\(keys)\n" + Self.node("c", "depends_on = [\"a\", \"n\"]")
    let answer = ActionResult.Ending.answered(status: 200)
    let run = Self.rehearse(
      nodes, ["c": Self.failing, "a": .init(stdout: "PUT"), "n": keys.hasPrefix("url") ? .init(answer) : .init()])
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.withoutRollback.map { run.ids[$0] } == (isNamed ? ["n"] : []))
  }

  @Test("name what failed after it had started, not what could not be started, or where nothing was undone")
  func failedWithoutRollback() {
    func names(_ first: String, _ ending: ActionResult.Ending) -> [String] {
      let run = Self.rehearse(
        first + "[f]\ncommand = \"x\"\n[h]\ncommand = \"h\"\nwhen = \"failure()\"\n", ["f": .init(ending)])
      return run.finish.withoutRollback.map { run.ids[$0] }
    }
    #expect(names(Self.node("a"), .exited(1)) == ["f"])
    #expect(names(Self.node("a"), .couldNotStart("gone")) == [])
    #expect(names("[a]\ncommand = \"x\"\n", .exited(1)) == [])
    let killed = Self.rehearse(
      Self.node("a") + "[f]\ncommand = \"x\"\n", ["f": .endless()], signals: [(.seconds(3), .interrupt)])
    #expect(killed.finish.status == .cancelled && killed.finish.withoutRollback == [1])
  }

  @Test("undo nothing in a run that succeeds")
  func success() {
    let run = Self.rehearse(Self.node("a"))
    #expect(run.started == ["a"])
    #expect(run.finish.status == .succeeded)
  }

  @Test("undo independent branches side by side, one at a time only where one runs at a time")
  func branches() {
    let nodes =
      Self.node("a") + Self.node("b", "depends_on = \"a\"") + Self.node("c", "depends_on = \"a\"")
      + "[d]\ncommand = \"x\"\ndepends_on = [\"b\", \"c\"]\n"
    let run = Self.rehearse(nodes, ["d": Self.failing])
    #expect(Array(run.started.suffix(3)) == ["c!rollback", "b!rollback", "a!rollback"])
    #expect(run.finish.duration == .seconds(5))
    let one = Self.rehearse(nodes, ["d": Self.failing], settings: "mode = \"sequential\"")
    #expect(one.finish.duration == .seconds(7))
  }

  @Test("leave what a failed one stands on as it is, and go on with the others")
  func failure() {
    let nodes =
      Self.node("a") + Self.node("b") + Self.node("x", "depends_on = []")
      + "[fail]\ncommand = \"x\"\ndepends_on = [\"b\", \"x\"]\n"
    let run = Self.rehearse(nodes, ["fail": Self.failing, "b!rollback": Self.failing])
    #expect(Set(run.started.filter { $0.contains("!") }) == ["b!rollback", "x!rollback"])
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.notUndone.map { ["a", "b", "x", "fail"][$0] } == ["b", "a"])
    #expect(run.finish.cause == 3)
  }

  @Test("pass over nodes that have nothing to undo, or were skipped")
  func transparency() {
    let nodes =
      Self.node("a") + "[s]\ncommand = \"x\"\nskip = true\n[plain]\ncommand = \"x\"\n" + Self.node("b")
      + "[fail]\ncommand = \"x\"\n"
    let run = Self.rehearse(nodes, ["fail": Self.failing])
    #expect(run.started.filter { $0.contains("!") } == ["b!rollback", "a!rollback"])
  }

  @Test("are not for what never started, could not be started, started as a handler, or must have succeeded")
  func exceptions() {
    let handler = Self.node("h", "depends_on = \"f:failure\"")
    #expect(
      Self.rehearse(Self.node("f") + handler + Self.node("later", "depends_on = \"f\""), ["f": Self.failing]).started
        == ["f", "h", "f!rollback"])
    let gone = Self.rehearse(Self.node("f"), ["f": .init(.couldNotStart("no such file"))])
    #expect(gone.started == ["f"])
    #expect(gone.finish.status == .failed)
    #expect(Self.rehearse(Self.node("f", "rollback_on = \"success\""), ["f": Self.failing]).started == ["f"])
    #expect(
      Self.rehearse(Self.node("a", "rollback_on = \"success\"") + Self.node("f"), ["f": Self.failing]).started
        == ["a", "f", "f!rollback", "a!rollback"])
  }

  @Test("undo a node that was tried again once")
  func retried() {
    let run = Self.rehearse(Self.node("a", "retry = { attempts = 3, delay = 1 }"), ["a": Self.failing])
    #expect(run.started == ["a", "a", "a", "a!rollback"])
  }

  @Test("are tried again, and end when their time is up")
  func own() {
    let retried = Self.rehearse(
      "[a]\ncommand = \"x\"\nrollback = { command = \"undo\", retry = { attempts = 3, delay = 1, jitter = false } }\n",
      ["a": Self.failing, "a!rollback": Self.failing, "a!rollback#3": .init()])
    #expect(retried.started == ["a", "a!rollback", "a!rollback", "a!rollback"])
    #expect(retried.finish.status == .rolledBack)
    let slow = Self.rehearse(
      "[a]\ncommand = \"x\"\nrollback = { command = \"undo\", timeout = 5 }\n",
      ["a": Self.failing, "a!rollback": .endless()])
    #expect(slow.finish.status == .rollbackFailed)
    #expect(slow.finish.duration == .milliseconds(6001))
  }

  @Test("all together end after `recovery_timeout`, what has not begun is left")
  func recoveryTimeout() {
    let run = Self.rehearse(
      Self.node("a") + Self.node("b"), ["b": Self.failing, "b!rollback": .endless()],
      settings: "recovery_timeout = \"1m\"")
    #expect(run.started == ["a", "b", "b!rollback"])
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.notUndone == [1, 0])
    #expect(run.finish.duration == .milliseconds(62_001))
    let reasons = run.events.compactMap { if case .rollbackFinished(let finish) = $0 { finish.reason } else { nil } }
    #expect(reasons.map(\.message) == ["undoing everything took longer than the recovery_timeout of 1m"])
  }

  @Test("are left out where the runbook says so")
  func never() {
    let run = Self.rehearse(Self.node("a"), ["a": Self.failing], settings: "rollback = \"never\"")
    #expect(run.started == ["a"])
    #expect(run.finish.status == .failed)
    #expect(run.finish.notUndone == [0])
  }

  @Test("leave what has not begun when a second signal ends them")
  func stopped() {
    let nodes =
      Self.node("a", "depends_on = []") + Self.node("b", "depends_on = []")
      + "[f]\ncommand = \"x\"\ndepends_on = [\"a\", \"b\"]\n"
    let run = Self.rehearse(
      nodes, ["f": Self.failing, "a": .init(after: .seconds(1)), "b!rollback": .init(after: .seconds(60))], jobs: 1,
      signals: [(.seconds(5), .interrupt), (.seconds(6), .interrupt)])
    #expect(run.started == ["a", "b", "f", "b!rollback"])
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.notUndone == [1, 0])
  }

  @Test("follow a cancellation, which a further signal only announces, and another one ends")
  func signals() {
    let nodes = Self.node("a") + Self.node("b")
    let cancelled = Self.rehearse(nodes, ["b": .endless()], signals: [(.seconds(3), .interrupt)])
    #expect(cancelled.started == ["a", "b", "b!rollback", "a!rollback"])
    #expect(cancelled.finish.status == .cancelled)
    #expect(cancelled.finish.undone == [1, 0])
    let slow: [String: FakeWorld.Script] = ["b": Self.failing, "b!rollback": .init(after: .seconds(10))]
    let announced = Self.rehearse(nodes, slow, signals: [(.seconds(5), .interrupt)])
    #expect(announced.finish.status == .rolledBack)
    let ended = Self.rehearse(nodes, slow, signals: [(.seconds(5), .interrupt), (.seconds(6), .interrupt)])
    #expect(ended.started == ["a", "b", "b!rollback"])
    #expect(ended.finish.status == .rollbackFailed)
  }

  @Test("may use what their node printed, where `default` stands in for nothing")
  func outputs() {
    let nodes = """
      [a]
      command = "x"
      rollback = ["undo", "{{ nodes.a.stdout | default('none') }}"]
      [b]
      command = "x"
      """
    let run = Self.rehearse(nodes, ["a": .init(stdout: "i-17"), "b": Self.failing])
    let words = run.events.compactMap { event -> String? in
      if case .rollbackStarted(_, _, let action) = event { action.summary } else { nil }
    }
    #expect(words == ["undo i-17"])
  }

  @Test("that cannot be rendered have failed")
  func unrendered() {
    let run = Self.rehearse(
      "[a]\ncommand = \"x\"\nrollback = \"undo {{ env.NOPE }}\"\n", ["a": Self.failing])
    #expect(run.finish.status == .rollbackFailed)
  }

  @Test("are tried again by their own result, and what ends the recovery ends the waiting for it")
  func ownResult() {
    let retry = "{ attempts = 3, delay = \"1s\", jitter = false, when = \"result.exit_code == 7\" }"
    let rollback = "rollback = { command = \"undo\", retry = \(retry) }"
    let nodes = "[a]\ncommand = \"x\"\n\(rollback)\n[b]\ncommand = \"x\"\n"
    let scripts = ["b": Self.failing, "a!rollback#1": FakeWorld.Script(.exited(7))]
    let run = Self.rehearse(nodes, scripts)
    #expect(run.started == ["a", "b", "a!rollback", "a!rollback"])
    #expect(run.finish.status == .rolledBack)
    let other = Self.rehearse(nodes, ["b": Self.failing, "a!rollback": FakeWorld.Script(.exited(8))])
    #expect(other.started == ["a", "b", "a!rollback"])
    let cut = Self.rehearse(
      nodes, ["b": Self.failing, "a!rollback": FakeWorld.Script(.exited(7))], settings: "recovery_timeout = \"1500ms\"")
    #expect(cut.started == ["a", "b", "a!rollback"])
    #expect(cut.finish.duration == .milliseconds(3500))
    #expect(cut.finish.status == .rollbackFailed)
    let ends = cut.events.compactMap { if case .rollbackFinished(let finish) = $0 { finish.reason } else { nil } }
    #expect(ends == [.exitCode(7)])
  }
}
