import Planning
import Running
import TestSupport
import Testing
import Values

/// Asking a person what to do about a failure (design 5.3).
@Suite("Questions about failures")
struct FailureQuestionTests {
  typealias Script = FakeWorld.Script
  private static let fails = ["a": Script(.exited(1))]
  private static let retry = Answer.failure(.retry)
  private static let skip = Answer.failure(.skip)
  private static let abort = Answer.failure(.abort)

  private static func rehearse(
    _ nodes: String, _ scripts: [String: Script] = fails, answers: [String: Answer] = [:], settings: String = "",
    signals: [(at: Duration, signal: RunSignal)] = [], times: Int = 3, hasTerminal: Bool = true,
    breakers: [String: BreakerState] = [:]
  ) -> Rehearsal {
    let text = "[runbook]\n\(settings)\n" + nodes
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(Reading.problems(text))")
    var options = RunOptions(jobs: 4)
    options.hasTerminal = hasTerminal
    options.maximumFailureQuestions = times
    return Rehearsal.run(
      plan, scripts: scripts, answers: answers, signals: signals, options: options, breakers: breakers)
  }

  private static func node(_ id: String, _ keys: String = "") -> String { "[\(id)]\ncommand = \"x\"\n\(keys)\n" }

  /// What was asked and answered: `a?`, `a retry mia`.
  private static func story(_ rehearsal: Rehearsal) -> [String] {
    rehearsal.events.compactMap { event in
      switch event {
      case .failureAsked(let question): "\(question.node)?\(question.decisions.contains(.skip) ? "" : "!")"
      case .failureAnswered(let node, let decision, let person): "\(node) \(decision.rawValue) \(person ?? "–")"
      default: nil
      }
    }
  }

  @Test("another attempt may succeed, and then nothing has failed")
  func retried() {
    let rehearsal = Self.rehearse(
      Self.node("a", "retry = { attempts = 2, delay = 1 }") + Self.node("b"),
      ["a": Script(.exited(1)), "a#3": Script()], answers: ["a": Self.retry])
    #expect(rehearsal.summary == "a succeeded, b succeeded")
    #expect(rehearsal.finish.status == .succeeded)
    #expect(Self.story(rehearsal) == ["0?", "0 retry tester"])
    #expect(rehearsal.started == ["a", "a", "a", "b"])
  }

  @Test("one that is skipped is read through like any skipped node, and the run may succeed")
  func skipped() {
    let rehearsal = Self.rehearse(Self.node("z") + Self.node("a") + Self.node("b"), answers: ["a": Self.skip])
    #expect(rehearsal.summary == "a skipped, b succeeded, z succeeded")
    #expect(rehearsal.finish.status == .succeeded)
    #expect(rehearsal.reasons["a"]?.message == "skipped by tester after it failed: exit 1")
    let behind = Self.rehearse(
      Self.node("z") + Self.node("a") + Self.node("b"), ["a": Script(.exited(1)), "z": Script(.exited(1))],
      answers: ["a": Self.skip, "z": Self.abort], settings: "on_failure = \"continue\"")
    #expect(behind.summary == "a blocked, b blocked, z failed")
  }

  @Test("that the failure stands is what happens without a question too")
  func aborted() {
    let rehearsal = Self.rehearse(Self.node("a") + Self.node("b"), answers: ["a": Self.abort])
    #expect(rehearsal.summary == "a failed, b blocked")
    #expect(rehearsal.reasons["a"] == .exitCode(1))
    #expect(Self.story(rehearsal) == ["0?", "0 abort tester"])
  }

  @Test("they are asked so many times for a node, and no more")
  func times() {
    let rehearsal = Self.rehearse(Self.node("a"), answers: ["a": Self.retry], times: 2)
    #expect(rehearsal.started.count == 3)
    #expect(Self.story(rehearsal) == ["0?", "0 retry tester", "0?", "0 retry tester"])
    #expect(rehearsal.finish.status == .failed)
    #expect(Self.story(Self.rehearse(Self.node("a"), times: 0)).isEmpty)
    #expect(Self.story(Self.rehearse(Self.node("a"), hasTerminal: false)).isEmpty)
  }

  @Test("a critical node cannot be skipped")
  func critical() {
    #expect(Self.story(Self.rehearse(Self.node("a", "critical = true"), answers: ["a": Self.abort])).first == "0?!")
  }

  static let unasked: [String] = [
    node("a", "allow_failure = true"), "[a]\nprompt = \"Go?\"\n", node("z") + node("a", "when = \"nodes.z.json.x\""),
    node("a", "foreach = [1, 2]\nmax_failures = 2"),
  ]

  @Test("nobody is asked about what is allowed, was rejected, or never became ready", arguments: unasked)
  func notAsked(nodes: String) {
    let rehearsal = Self.rehearse(
      nodes, ["a": Script(.exited(1)), "a[1]": Script(.exited(1)), "a[2]": Script(.exited(1))],
      answers: ["a": .rejected])
    #expect(Self.story(rehearsal).isEmpty)
  }

  @Test("of instances only those are asked about that are too many")
  func instances() {
    let rehearsal = Self.rehearse(
      Self.node("a", "foreach = [1, 2, 3]\nmax_failures = 1\nbatch_size = 1"),
      ["a[1]": Script(.exited(1)), "a[2]": Script(.exited(1))], answers: ["a[2]": Self.skip])
    #expect(Self.story(rehearsal) == ["1?", "1 skip tester"])
    #expect(rehearsal.finish.status == .succeeded)
  }

  @Test("nobody is asked once something has failed for good, and meanwhile others go on")
  func others() {
    let nodes = Self.node("a") + Self.node("b", "depends_on = []") + Self.node("c", "depends_on = \"b\"")
    let rehearsal = Self.rehearse(
      nodes, ["a": Script(.exited(1)), "b": Script(.exited(1), after: .seconds(9))], answers: ["a": Self.abort])
    #expect(Self.story(rehearsal) == ["0?", "0 abort tester"])
    let waiting = Self.rehearse(nodes, ["a": Script(.exited(1))], settings: "interactive_timeout = 60")
    #expect(waiting.summary == "a failed, b succeeded, c succeeded")
    let sequential = Self.rehearse(
      nodes, ["a": Script(.exited(1))], answers: ["a": Self.skip], settings: "mode = \"sequential\"")
    #expect(sequential.started == ["a", "b", "c"])
    #expect(sequential.finish.duration == .seconds(4))
  }

  static let limits: [(keys: String, settings: String, seconds: Int)] = [
    ("", "", 1800), ("rollback = \"back\"", "", 60), ("rollback = \"back\"", "rollback = \"never\"", 1800),
    ("", "interactive_timeout = \"5m\"", 300), ("rollback = \"back\"", "interactive_timeout = \"5m\"", 300),
  ]

  @Test("an answer is waited for so long, then the failure stands", arguments: limits)
  func limit(keys: String, settings: String, seconds: Int) {
    let rehearsal = Self.rehearse(Self.node("a", keys), settings: settings)
    #expect(Self.story(rehearsal) == ["0?", "0 abort –"])
    let undoing = keys.isEmpty || settings.contains("never") ? 0 : 1
    #expect(rehearsal.finish.duration == .seconds(1 + seconds + undoing))
  }

  @Test("a signal lets the failure stand, and so does a terminal that is gone")
  func interrupted() {
    let signalled = Self.rehearse(Self.node("a"), signals: [(.seconds(5), .interrupt)])
    #expect(signalled.summary == "a failed")
    #expect(signalled.finish.status == .cancelled)
    let gone = Self.rehearse(Self.node("a") + Self.node("b"), answers: ["a": .unavailable])
    #expect(gone.summary == "a failed, b blocked")
    #expect(gone.finish.status == .failed)
  }

  @Test("an unclear answer is said, and waited on")
  func unclear() {
    let rehearsal = Self.rehearse(Self.node("a"), answers: ["a": .unclear], settings: "interactive_timeout = 9")
    #expect(rehearsal.events.contains { if case .answerUnclear = $0 { true } else { false } })
    #expect(rehearsal.finish.duration == .seconds(10))
  }

  @Test("what is tried again keeps its locks and pools, and asks its breaker anew")
  func holdings() {
    let nodes = Self.node("a", "pool = \"p\"\nlock = \"l\"") + Self.node("b", "depends_on = []\npool = \"p\"")
    let rehearsal = Self.rehearse(
      nodes, ["a": Script(.exited(1)), "a#2": Script()], answers: ["a": Self.retry], settings: "pools = { p = 1 }")
    #expect(rehearsal.summary == "a succeeded, b succeeded")
    let breaker = Self.rehearse(
      Self.node("a", "breaker = { name = \"b\", threshold = 2 }"), answers: ["a": Self.retry])
    #expect(breaker.started == ["a", "a"])
    #expect(breaker.breakers["b"]?.failures == 2)
    let poll = Self.rehearse(
      Self.node("a", "poll = { fail_limit = 0 }"), ["a": Script(.exited(1)), "a@2": Script()],
      answers: ["a": Self.retry])
    #expect(poll.summary == "a succeeded")
  }

  @Test("what was skipped after it had run is undone if the run fails later")
  func undone() {
    let rehearsal = Self.rehearse(
      Self.node("a", "rollback = \"back\"") + Self.node("b"), ["a": Script(.exited(1)), "b": Script(.exited(1))],
      answers: ["a": Self.skip, "b": Self.abort])
    #expect(rehearsal.summary == "a skipped, b failed")
    #expect(rehearsal.finish.status == .rolledBack)
    #expect(rehearsal.started.last == "a!rollback")
  }
}
