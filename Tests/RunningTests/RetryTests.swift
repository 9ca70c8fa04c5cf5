import Planning
import Running
import TestSupport
import Testing
import Values

/// Trying again: how often, when, and after which delays (design 5.5).
@Suite("Retries")
struct RetryTests {
  private static func rehearse(
    _ keys: String, _ scripts: [String: FakeWorld.Script], signals: [(at: Duration, signal: RunSignal)] = [],
    more: String = ""
  ) -> Rehearsal {
    let plan = Reading.plan("[a]\ncommand = \"x\"\n\(keys)\n\(more)").plan
    return Rehearsal.run(plan, scripts: scripts, signals: signals)
  }

  /// The delays before each further attempt, in milliseconds.
  private static func delays(_ rehearsal: Rehearsal) -> [Int] {
    rehearsal.events.compactMap { event in
      if case .retrying(let retry) = event { Int(retry.delay / .milliseconds(1)) } else { nil }
    }
  }

  static let delayCases: [(retry: String, delays: [Int])] = [
    ("{ attempts = 4, jitter = false }", [1000, 2000, 4000]),
    ("{ attempts = 4, jitter = false, delay = \"500ms\", max_delay = 1 }", [500, 1000, 1000]),
    ("{ attempts = 4, jitter = false, backoff = \"linear\", delay = 2 }", [2000, 4000, 6000]),
    ("{ attempts = 4, jitter = false, backoff = \"linear\", delay = 2, max_delay = 5 }", [2000, 4000, 5000]),
    ("{ attempts = 3, jitter = false, backoff = \"constant\", delay = 3 }", [3000, 3000]),
    ("{ attempts = 1 }", []),
    ("{ attempts = 2, delay = 0 }", [0]),
  ]

  @Test("wait as they say", arguments: delayCases)
  func waits(retry: String, delays: [Int]) {
    let rehearsal = Self.rehearse("retry = \(retry)", ["a": .init(.exited(1))])
    #expect(Self.delays(rehearsal) == delays)
    #expect(rehearsal.summary == "a failed")
    #expect(rehearsal.started.count == delays.count + 1)
  }

  @Test("take a random part of each delay, the same for the same seed")
  func jitter() {
    let rehearsal = Self.rehearse("retry = { attempts = 6, delay = 8 }", ["a": .init(.exited(1))])
    let delays = Self.delays(rehearsal)
    #expect(zip(delays, [8000, 16000, 32000, 60000, 60000]).allSatisfy { $0 <= $1 })
    #expect(Set(delays).count == delays.count)
    #expect(delays == Self.delays(Self.rehearse("retry = { attempts = 6, delay = 8 }", ["a": .init(.exited(1))])))
  }

  @Test("fail the node where how often cannot be told")
  func unevaluated() {
    let plan = Reading.plan(
      "[z]\ncommand = \"z\"\n[a]\ncommand = \"x\"\nretry = { attempts = \"{{ nodes.z.json.n }}\" }\n"
    ).plan
    let rehearsal = Rehearsal.run(plan, scripts: ["a": .init(.exited(1)), "z": .init(stdout: "no JSON")])
    #expect(rehearsal.started == ["z", "a"])
    guard case .expression? = rehearsal.reasons["a"] else {
      Issue.record("\(String(describing: rehearsal.reasons["a"]))")
      return
    }
  }

  @Test("end with the first success; the node's time is that of all attempts")
  func success() {
    let rehearsal = Self.rehearse(
      "retry = { attempts = 5, jitter = false }", ["a": .init(.exited(1)), "a#3": .init(.exited(0))])
    #expect(rehearsal.summary == "a succeeded")
    #expect(rehearsal.started == ["a", "a", "a"])
    guard
      case .finished(let finish)? = rehearsal.events.first(where: { if case .finished = $0 { true } else { false } })
    else { return #expect(Bool(false)) }
    #expect(finish.attempt == 3)
    #expect(finish.duration == .seconds(6))
  }

  static let chosen: [(keys: String, ending: ActionResult.Ending, attempts: Int)] = [
    ("retry = { attempts = 3, on = [7] }", .exited(7), 3), ("retry = { attempts = 3, on = [7] }", .exited(1), 1),
    ("retry = { attempts = 3, on = [7] }", .couldNotStart("x"), 1),
    ("retry = { attempts = 3 }", .couldNotStart("x"), 3), ("retry = { attempts = 3 }", .killed(signal: 9), 3),
    ("retry = { attempts = 3, when = \"result.exit_code == 7\" }", .exited(7), 3),
    ("retry = { attempts = 3, when = \"result.exit_code == 7\" }", .exited(8), 1),
    ("retry = { attempts = 3, when = \"result.attempt < 2\" }", .exited(8), 2),
    ("retry = 3", .exited(1), 3), ("retry = \"{{ 1 + 1 }}\"", .exited(1), 2),
  ]

  @Test("follow only the failures that they name", arguments: chosen)
  func follows(keys: String, ending: ActionResult.Ending, attempts: Int) {
    #expect(Self.rehearse(keys, ["a": .init(ending)]).started.count == attempts)
  }

  @Test("follow a timeout too, each attempt with its own")
  func timeout() {
    let rehearsal = Self.rehearse("timeout = 2\nretry = { attempts = 2, delay = 1, jitter = false }", ["a": .endless()])
    #expect(rehearsal.started.count == 2)
    #expect(rehearsal.reasons["a"] == .timedOut("2s"))
    #expect(rehearsal.finish.duration == .milliseconds(5002))
  }

  @Test("give their place to others meanwhile, unless one runs at a time")
  func places() {
    let text = "retry = { attempts = 2, delay = 10, jitter = false }"
    let parallel = Reading.plan("[a]\ncommand = \"x\"\n\(text)\n[b]\ncommand = \"x\"\ndepends_on = []\n").plan
    let run = Rehearsal.run(parallel, scripts: ["a": .init(.exited(1))], options: RunOptions(jobs: 1))
    #expect(run.started == ["a", "b", "a"])
    let sequential = Reading.plan(
      "[runbook]\nmode = \"sequential\"\n[a]\ncommand = \"x\"\n\(text)\n[b]\ncommand = \"x\"\ndepends_on = []\n"
    ).plan
    #expect(Rehearsal.run(sequential, scripts: ["a": .init(.exited(1)), "a#2": .init()]).started == ["a", "a", "b"])
  }

  @Test("go on although another node has failed meanwhile, but not after a signal")
  func stops() {
    let text = "retry = { attempts = 2, delay = 10, jitter = false }"
    let other = "[b]\ncommand = \"x\"\ndepends_on = []\n[c]\ncommand = \"x\"\ndepends_on = \"a\"\n"
    let failed = Self.rehearse(
      text, ["a": .init(.exited(1)), "a#2": .init(), "b": .init(.exited(1), after: .seconds(3))], more: other)
    #expect(failed.summary == "a succeeded, b failed, c blocked")
    let cancelled = Self.rehearse(text, ["a": .init(.exited(1))], signals: [(.seconds(4), .interrupt)])
    #expect(cancelled.summary == "a cancelled")
    #expect(cancelled.started == ["a"])
  }
}
