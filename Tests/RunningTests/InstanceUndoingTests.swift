import Running
import TestSupport
import Testing

/// Instances that failed within `max_failures` are undone at once (design 5.6; G16 of the graphs).
@Suite("Undoing instances at once")
struct InstanceUndoingTests {
  private static func rehearse(
    _ keys: String = "", _ scripts: [String: FakeWorld.Script] = [:], settings: String = "", last: String = "",
    items: Int = 5, jobs: Int = 9, signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let list = (1...items).map { String($0) }.joined(separator: ", ")
    let (plan, diagnostics) = Reading.plan(
      """
      [runbook]
      \(settings)
      [base]
      command = "x"
      rollback = "undo base"
      [d]
      foreach = [\(list)]
      command = "x"
      rollback = { command = "undo {{ item }}", retry = { attempts = 2, delay = 1, jitter = false }, timeout = "20s" }
      \(keys)
      [last]
      command = "x"
      \(last)
      """)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  private static let failing = FakeWorld.Script(.exited(1))
  private static func slow(_ seconds: Int) -> FakeWorld.Script { FakeWorld.Script(after: .seconds(seconds)) }

  private static func undone(_ run: Rehearsal) -> [String] { run.finish.undone.map { run.ids[$0] } }

  @Test("within the limit the group has succeeded, and the failed item is undone while the others go on")
  func within() {
    let run = Self.rehearse("max_failures = 1", ["d[2]": Self.failing, "d[5]": Self.slow(9)])
    #expect(run.started.suffix(3) == ["d[5]", "d[2]!rollback", "last"])
    #expect(run.finish.status == .succeeded)
    #expect(run.statuses["d"] == .succeeded)
    #expect(Self.undone(run) == ["d[2]"])
    #expect(run.finish.allowedFailures.map { run.ids[$0] } == ["d[2]"])
    #expect(run.finish.notUndone.isEmpty)
  }

  @Test("beyond it the group has failed, and everything that started is undone, each once")
  func beyond() {
    let none = Self.rehearse("", ["d[2]": Self.failing])
    #expect(none.finish.status == .rolledBack)
    #expect(Set(Self.undone(none)) == ["d[1]", "d[2]", "d[3]", "d[4]", "d[5]", "base"])
    let two = Self.rehearse(
      "max_failures = 1", ["d[2]": Self.failing, "d[4]": FakeWorld.Script(.exited(1), after: .seconds(9))])
    #expect(two.finish.status == .rolledBack)
    #expect(two.started.filter { $0 == "d[2]!rollback" }.count == 1)
    #expect(Self.undone(two).first == "d[2]")
    #expect(Set(Self.undone(two)).count == 6)
  }

  @Test("the group waits for it, and so does the next one of the batch")
  func waits() {
    let run = Self.rehearse(
      "max_failures = 1\nbatch_size = 1", ["d[1]": Self.failing, "d[1]!rollback": Self.slow(9)], items: 2)
    #expect(run.started == ["base", "d[1]", "d[1]!rollback", "d[2]", "last"])
    #expect(run.finish.duration == .seconds(13))
  }

  @Test("it is tried again; if it fails for good the run ends `rollback_failed`, and it is not tried once more")
  func fails() {
    let retried = Self.rehearse("max_failures = 1", ["d[2]": Self.failing, "d[2]!rollback#1": Self.failing])
    #expect(retried.finish.status == .succeeded)
    let scripts = ["d[2]": Self.failing, "d[2]!rollback": Self.failing]
    let run = Self.rehearse("max_failures = 1", scripts)
    #expect(run.statuses["last"] == .succeeded)
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.commandsLeft == ["undo '2'"])
    #expect(run.finish.cause == nil)
    let later = Self.rehearse("max_failures = 1", scripts.merging(["last": Self.failing]) { $1 })
    #expect(later.started.filter { $0 == "d[2]!rollback" }.count == 2)
    #expect(later.finish.status == .rollbackFailed)
    #expect(later.finish.commandsLeft == ["undo '2'", "undo base"])
    let unrendered = Self.rehearse(
      "max_failures = 1\nenv = { X = \"{% if item == 2 %}{{ env.NOPE }}{% endif %}\" }")
    #expect(unrendered.statuses["d"] == .succeeded)
  }

  @Test("takes its own timeout, and `recovery_timeout` for all attempts")
  func time() {
    let scripts = ["d[2]": Self.failing, "d[2]!rollback": FakeWorld.Script.endless()]
    let own = Self.rehearse("max_failures = 1", scripts)
    #expect(own.finish.status == .rollbackFailed)
    #expect(own.started.filter { $0 == "d[2]!rollback" }.count == 2)
    let all = Self.rehearse("max_failures = 1", scripts, settings: "recovery_timeout = 5")
    #expect(all.started.filter { $0 == "d[2]!rollback" }.count == 1)
    #expect(all.finish.duration == .milliseconds(8001))
    let waiting = Self.rehearse(
      "max_failures = 1", ["d[2]": Self.failing, "d[2]!rollback": Self.failing],
      settings: "recovery_timeout = \"1500ms\"")
    #expect(waiting.started.filter { $0 == "d[2]!rollback" }.count == 1)
    #expect(waiting.finish.status == .rollbackFailed)
  }

  @Test("is not for runs that are asked first or undo nothing: what is left is told", arguments: ["ask", "never"])
  func policies(policy: String) {
    let run = Self.rehearse("max_failures = 1", ["d[2]": Self.failing], settings: "rollback = \"\(policy)\"")
    #expect(run.finish.status == .succeeded)
    #expect(run.finish.undone.isEmpty)
    #expect(run.finish.commandsLeft == ["undo '2'"])
  }

  @Test("is not for an item that must have succeeded, or that did not start")
  func nothing() {
    let success = Self.rehearse("max_failures = 1\nrollback_on = \"success\"", ["d[2]": Self.failing])
    #expect(success.finish.undone.isEmpty && success.finish.notUndone.isEmpty)
    #expect(success.finish.status == .succeeded)
    let gone = Self.rehearse("max_failures = 1", ["d[2]": FakeWorld.Script(.couldNotStart("no"))])
    #expect(gone.finish.undone.isEmpty)
  }

  @Test("a signal lets it end, and a second one ends it")
  func signals() {
    let scripts = ["d[2]": Self.failing, "d[2]!rollback": Self.slow(9), "d[5]": Self.slow(20)]
    let first = Self.rehearse("max_failures = 1", scripts, signals: [(.seconds(4), .interrupt)])
    #expect(first.finish.status == .cancelled)
    #expect(Self.undone(first).contains("d[2]"))
    #expect(first.started.filter { $0 == "d[2]!rollback" }.count == 1)
    let second = Self.rehearse(
      "max_failures = 1", scripts, signals: [(.seconds(4), .interrupt), (.seconds(5), .interrupt)])
    #expect(second.finish.status == .rollbackFailed)
    #expect(second.finish.duration == .milliseconds(5001))
  }

  @Test("happens after the second look at what the item has changed, with its locks held")
  func order() {
    let run = Self.rehearse(
      "max_failures = 1\nsnapshot = \"look\"\nlock = \"x{{ item }}\"", ["d[2]": Self.failing], items: 2)
    let mine = run.started.filter { $0.hasPrefix("d[2]") }
    #expect(mine == ["d[2]!snapshot-before", "d[2]", "d[2]!snapshot-after", "d[2]!rollback"])
    let events = run.events.compactMap { event -> String? in
      switch event {
      case .lockReleased(node: 2, _): "released"
      case .rollbackFinished: "undone"
      default: nil
      }
    }
    #expect(events == ["undone", "released"])
  }

  @Test("inside a nested runbook the outer one goes on, and one that failed is not begun again over it")
  func nested() {
    let inner = """
      [d]
      foreach = [1, 2]
      max_failures = 1
      command = "x"
      rollback = "undo {{ item }}"
      [last]
      command = "x"
      """
    let (plan, _) = Reading.plan(
      "[in]\nrunbook = \"in.toml\"\nretry = { attempts = 2, delay = 1 }\n", files: ["in.toml": inner])
    let good = Rehearsal.run(plan, scripts: ["in/d[1]": Self.failing])
    #expect(good.finish.status == .succeeded)
    #expect(good.finish.undone.map { good.ids[$0] } == ["in/d[1]"])
    let half = Rehearsal.run(plan, scripts: ["in/d[1]": Self.failing, "in/d[1]!rollback": Self.failing])
    #expect(half.statuses["in"] == .succeeded)
    #expect(half.finish.status == .rollbackFailed)
    #expect(half.finish.commandsLeft == ["undo '1'"])
    let failed = Rehearsal.run(
      plan, scripts: ["in/d[1]": Self.failing, "in/d[1]!rollback": Self.failing, "in/last": Self.failing])
    #expect(failed.started.filter { $0 == "in/last" }.count == 1)
    #expect(failed.finish.status == .rollbackFailed)
  }
}
