import Running
import TestSupport
import Testing
import Values

/// Looking at what a node changes, before it and after it (design 3.3).
@Suite("Snapshots")
struct SnapshotTests {
  private static func rehearse(
    _ text: String, _ scripts: [String: FakeWorld.Script] = [:], jobs: Int = 4,
    signals: [(at: Duration, signal: RunSignal)] = [], files: [String: String] = [:]
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(text, files: files)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  private static func captures(_ run: Rehearsal) -> [NodeCapture] {
    run.events.compactMap { if case .captured(let capture) = $0 { capture } else { nil } }
  }

  private static func script(_ stdout: String) -> FakeWorld.Script { FakeWorld.Script(stdout: stdout) }

  private static let scale = "[a]\ncommand = \"scale\"\nsnapshot = \"look\"\n[b]\ncommand = \"x\"\n"

  @Test("are taken before the first attempt and after the end, and what differs is told before others go on")
  func taken() {
    let run = Self.rehearse(
      Self.scale,
      ["a!snapshot-before": Self.script(#"{"n":2}"#), "a!snapshot-after": Self.script(#"{"n":3}"#)])
    #expect(run.started == ["a!snapshot-before", "a", "a!snapshot-after", "b"])
    let captures = Self.captures(run)
    #expect(captures.map(\.moment) == [.before, .after])
    #expect(captures.map { $0.content.map { String(decoding: $0, as: UTF8.self) } } == [#"{"n":2}"#, #"{"n":3}"#])
    #expect(captures[0].difference == nil)
    #expect(
      captures[1].difference == .values(ValueDifference(.map(["n": .int(2)]), .map(["n": .int(3)]))))
    #expect(run.finish.duration == .seconds(4))
  }

  @Test("are of lines where what was seen is no JSON, and none where nothing has changed")
  func lines() {
    let changed = Self.captures(
      Self.rehearse(Self.scale, ["a!snapshot-before": Self.script("v1\n"), "a!snapshot-after": Self.script("v2\n")]))
    #expect(changed.last?.difference == .lines("--- before\n+++ after\n@@ -1 +1 @@\n-v1\n+v2\n"))
    #expect(Self.captures(Self.rehearse(Self.scale)).last?.difference == ContentDifference.none)
  }

  @Test("are taken whatever comes of the node, once for all attempts")
  func failed() {
    let run = Self.rehearse(
      Self.scale.replacing("snapshot", with: "retry = { attempts = 3, delay = 1 }\nsnapshot"),
      ["a": FakeWorld.Script(.exited(1))])
    #expect(run.started == ["a!snapshot-before", "a", "a", "a", "a!snapshot-after"])
    #expect(run.summary == "a failed, b blocked")
    let events = run.events.compactMap { event -> String? in
      switch event {
      case .finished(let finish): "finished \(finish.node)"
      case .captured(let capture): "captured \(capture.moment.rawValue)"
      default: nil
      }
    }
    #expect(events == ["captured before", "finished 0", "captured after"])
  }

  @Test("that fail are told, and change nothing for the node")
  func failing() {
    let before = Self.rehearse(Self.scale, ["a!snapshot-before": FakeWorld.Script(.exited(1), stdout: "no")])
    #expect(before.summary == "a succeeded, b succeeded")
    #expect(Self.captures(before).map(\.reason) == [.exitCode(1), nil])
    #expect(Self.captures(before).map { $0.content == nil } == [true, false])
    #expect(Self.captures(before)[1].difference == nil)
    let gone = Self.rehearse(Self.scale, ["a!snapshot-after": FakeWorld.Script(.couldNotStart("no"))])
    #expect(gone.finish.status == .succeeded)
    #expect(Self.captures(gone).last?.reason == .couldNotStart("no"))
    let unrendered = Self.rehearse(Self.scale.replacing("look", with: "look {{ env.NOPE }}"))
    #expect(unrendered.started == ["a", "b"])
    #expect(Self.captures(unrendered).count == 1)
  }

  @Test("end after half a minute, or their own timeout")
  func timeout() {
    let endless = ["a!snapshot-before": FakeWorld.Script.endless()]
    let run = Self.rehearse(Self.scale, endless)
    #expect(Self.captures(run)[0].reason == .timedOut("30s"))
    #expect(run.statuses["a"] == .succeeded)
    let own = Self.rehearse(
      Self.scale.replacing("\"look\"", with: "{ command = \"look\", timeout = \"{{ 5 }}\" }"), endless)
    #expect(Self.captures(own)[0].reason == .timedOut("5s"))
  }

  @Test("are not taken of a node that does not start")
  func notStarted() {
    let unchanged = Self.rehearse(Self.scale.replacing("snapshot", with: "unless = \"is\"\nsnapshot"))
    #expect(unchanged.started == ["a!unless", "b"])
    let wrong = Self.rehearse(Self.scale.replacing("\"scale\"", with: "\"{{ env.NOPE }}\""))
    #expect(wrong.started == ["a!snapshot-before"])
    #expect(wrong.summary == "a failed, b blocked")
  }

  @Test("hold the place of their node")
  func places() {
    let nodes = "[a]\ncommand = \"x\"\nsnapshot = \"look\"\n[o]\ncommand = \"x\"\ndepends_on = []\n"
    let run = Self.rehearse(nodes, jobs: 1)
    #expect(run.started == ["a!snapshot-before", "a", "a!snapshot-after", "o"])
    #expect(run.finish.duration == .seconds(4))
  }

  @Test("of a cancelled node are ended before it, and taken after it")
  func signals() {
    let before = Self.rehearse(
      Self.scale, ["a!snapshot-before": .endless()], signals: [(.seconds(2), .interrupt)])
    #expect(before.summary == "a cancelled, b blocked")
    #expect(before.started == ["a!snapshot-before"])
    let function = Self.rehearse(
      "[a]\nfunction = \"noop\"\nsnapshot = \"look\"\n", ["a!snapshot-before": .endless()],
      signals: [(.seconds(2), .interrupt)])
    #expect(function.statuses["a"] == .cancelled)
    let during = Self.rehearse(Self.scale, ["a": .endless()], signals: [(.seconds(3), .interrupt)])
    #expect(during.started == ["a!snapshot-before", "a", "a!snapshot-after"])
    let twice = Self.rehearse(
      Self.scale, ["a!snapshot-after": .endless()],
      signals: [(.seconds(3), .interrupt), (.seconds(4), .interrupt)])
    #expect(twice.finish.status == .cancelled)
    #expect(twice.finish.duration == .milliseconds(4001))
  }

  @Test("of a node that runs a runbook stand around all of it; those inside are taken anew for each attempt")
  func nested() {
    let inner = "[i]\ncommand = \"x\"\nsnapshot = \"look\"\n"
    let run = Self.rehearse(
      "[in]\nrunbook = \"in.toml\"\nsnapshot = \"look\"\nretry = { attempts = 2, delay = 1 }\n",
      ["in/i#1": FakeWorld.Script(.exited(1))], files: ["in.toml": inner])
    let one = ["in/i!snapshot-before", "in/i", "in/i!snapshot-after"]
    #expect(run.started == ["in!snapshot-before"] + one + one + ["in!snapshot-after"])
  }

  @Test("wait for nobody, and keep a waiting run from ending before they have")
  func waiting() {
    let run = Self.rehearse(
      "[a]\ncommand = \"x\"\nsnapshot = \"look\"\n[ask]\nprompt = \"Go?\"\ndepends_on = []\n")
    #expect(run.finish.status == .waiting)
    #expect(run.statuses["a"] == .succeeded)
    #expect(Self.captures(run).count == 2)
  }
}
