import Planning
import Running
import TestSupport
import Testing
import Values

/// Instances for a list that only another node's output tells (design 5.6).
@Suite("Iteration over what the run tells")
struct LateIterationTests {
  private static let failing = FakeWorld.Script(.exited(1))

  private static func rehearse(
    _ keys: String, list: String, after: String = "[last]\ncommand = \"x\"\n", settings: String = "",
    _ scripts: [String: FakeWorld.Script] = [:], jobs: Int = 4
  ) -> Rehearsal {
    let text =
      "[runbook]\n\(settings)\n[list]\ncommand = \"x\"\nparse = \"json\"\n[d]\n"
      + "foreach = \"{{ nodes.list.json }}\"\ncommand = \"work {{ item }} {{ index }}\"\n\(keys)\n\(after)"
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    let scripts = scripts.merging(["list": FakeWorld.Script(stdout: list)]) { own, _ in own }
    return Rehearsal.run(plan, scripts: scripts, options: RunOptions(jobs: jobs))
  }

  @Test("an instance for each item, and what follows waits for all of them")
  func order() {
    let run = Self.rehearse("", list: "[\"eu\", \"us\"]")
    #expect(run.commands == ["x", "work 'eu' '0'", "work 'us' '1'", "x"])
    #expect(run.started == ["list", "d[eu]", "d[us]", "last"])
    #expect(run.summary == "d succeeded, d[eu] succeeded, d[us] succeeded, last succeeded, list succeeded")
    #expect(run.finish.counts == [.succeeded: 5])
  }

  @Test(
    "nothing to do is done, and what is no list fails",
    arguments: [("[]", "succeeded"), ("7", "failed"), ("{", "failed")])
  func odd(list: String, status: String) {
    let run = Self.rehearse("", list: list)
    #expect(run.statuses["d"]?.rawValue == (list == "{" ? "blocked" : status))
    #expect(run.started.contains("last") == (status == "succeeded"))
    if list == "7" { #expect(run.reasons["d"] == .wrongField("foreach", expected: "a list or a map", found: "7")) }
  }

  @Test("batches, limits and conditions hold as for other instances")
  func limits() {
    let batch = Self.rehearse("batch_size = 1", list: "[1, 2, 3]")
    #expect(batch.finish.duration == .seconds(5))
    let allowed = Self.rehearse("max_failures = \"34%\"", list: "[1, 2, 3]", ["d[2]": Self.failing])
    #expect(allowed.statuses["d"] == .succeeded && allowed.finish.allowedFailures.count == 1)
    let exceeded = Self.rehearse("max_failures = \"33%\"", list: "[1, 2, 3]", ["d[2]": Self.failing])
    #expect(exceeded.statuses["d"] == .failed && exceeded.statuses["last"] == .blocked)
    let some = Self.rehearse("when = \"item != 2\"", list: "[1, 2, 3]")
    #expect(some.statuses["d[2]"] == .skipped && some.statuses["d"] == .succeeded)
  }

  @Test("they are undone before what they depend on")
  func undone() {
    let run = Self.rehearse(
      "rollback = \"undo {{ item }}\"", list: "[1, 2]", after: "[bad]\ncommand = \"x\"\n",
      settings: "mode = \"sequential\"",
      ["bad": Self.failing])
    #expect(Array(run.commands.suffix(2)) == ["undo '2'", "undo '1'"])
    #expect(run.finish.status == .rolledBack)
  }

  @Test("they are end nodes and answers as their node is")
  func atEnd() {
    let run = Self.rehearse(
      "when = \"failure()\"", list: "[1, 2]", after: "[last]\ncommand = \"x\"\n", ["last": Self.failing])
    #expect(run.started == ["list", "last", "d[1]", "d[2]"])
    #expect(run.statuses["d"] == .succeeded && run.finish.status == .failed)
  }

  @Test("a list beyond ten thousand is refused")
  func tooMany() {
    let list = "[" + (0...10_000).map(String.init).joined(separator: ",") + "]"
    let run = Self.rehearse("", list: list)
    #expect(run.reasons["d"] == .wrongField("foreach", expected: "at most 10000 items", found: "10001"))
  }

  @Test("in a nested runbook too")
  func nested() {
    let inner =
      "[list]\ncommand = \"x\"\nparse = \"json\"\n[d]\nforeach = \"{{ nodes.list.json }}\"\ncommand = \"work {{ item }}\"\n"
    let (plan, _) = Reading.plan(
      "[n]\nrunbook = \"inner.toml\"\nretry = { attempts = 2, delay = \"1s\" }\n", files: ["inner.toml": inner])
    let scripts = ["n/list": FakeWorld.Script(stdout: "[1, 2]"), "n/d[2]#1": Self.failing]
    let run = Rehearsal.run(plan, scripts: scripts)
    #expect(run.finish.status == .succeeded)
    #expect(run.started == ["n/list", "n/d[1]", "n/d[2]", "n/list", "n/d[1]", "n/d[2]"])
    let other = scripts.merging(["n/list#2": FakeWorld.Script(stdout: "[2, 3]")]) { $1 }
    let changed = Rehearsal.run(plan, scripts: other)
    #expect(changed.started == ["n/list", "n/d[1]", "n/d[2]", "n/list", "n/d[2]", "n/d[3]"])
    #expect(changed.reasons["n/d[1]"] == .notAnItem)
    #expect(changed.finish.status == .succeeded)
  }
}
