import Planning
import Running
import TestSupport
import Testing
import Values

/// Circuit breakers (design 5.5).
@Suite("Breakers")
struct BreakerTests {
  typealias Script = FakeWorld.Script
  private static let breaker = PlanBreaker(name: "b", threshold: 3, cooldown: .seconds(60))

  private static func at(_ seconds: Int) -> Timestamp { Timestamp(milliseconds: 1_000_000 + seconds * 1000) }

  private static func state(_ position: BreakerState.Position, _ failures: Int, openedAt: Int? = nil) -> BreakerState {
    var state = BreakerState()
    (state.position, state.failures, state.openedAt) = (position, failures, openedAt.map(at))
    return state
  }

  // MARK: - The state

  static let admissions: [(state: BreakerState, now: Int, isProbed: Bool, admission: BreakerAdmission)] = [
    (state(.closed, 2), 0, false, .admitted(isProbe: false)),
    (state(.open, 3, openedAt: 0), 20, false, .refused(failures: 3, wait: .seconds(40))),
    (state(.open, 3, openedAt: 0), 59, false, .refused(failures: 3, wait: .seconds(1))),
    (state(.open, 3, openedAt: 0), 60, false, .admitted(isProbe: true)),
    (state(.open, 3, openedAt: 0), 60, true, .refused(failures: 3, wait: nil)),
    (state(.halfOpen, 3, openedAt: 0), 61, true, .refused(failures: 3, wait: nil)),
    // Whoever tried has died.
    (state(.halfOpen, 3, openedAt: 0), 5, false, .admitted(isProbe: true)),
    // The clock was set back.
    (state(.open, 3, openedAt: 500), 0, false, .refused(failures: 3, wait: .seconds(60))),
  ]

  @Test("let an attempt through, or not", arguments: admissions)
  func admission(state: BreakerState, now: Int, isProbed: Bool, admission: BreakerAdmission) {
    var state = state
    #expect(state.admit(Self.breaker, at: Self.at(now), isProbed: isProbed) == admission)
    #expect((state.position == .halfOpen) == (admission == .admitted(isProbe: true) || isProbed && now == 61))
  }

  static let reports: [(before: BreakerState, report: BreakerReport, after: BreakerState, change: BreakerChange?)] = [
    (state(.closed, 0), .failed, state(.closed, 1), nil),
    (state(.closed, 2), .failed, state(.open, 3, openedAt: 9), .opened(failures: 3, cooldown: .seconds(60))),
    (state(.closed, 2), .succeeded, state(.closed, 0), nil), (state(.closed, 2), .abandoned, state(.closed, 2), nil),
    (state(.open, 3, openedAt: 0), .failed, state(.open, 4, openedAt: 0), nil),
    (state(.open, 3, openedAt: 0), .succeeded, state(.closed, 0), .closed),
    (
      state(.halfOpen, 3, openedAt: 0), .failed, state(.open, 4, openedAt: 9),
      .opened(failures: 4, cooldown: .seconds(60))
    ),
    (state(.halfOpen, 3, openedAt: 0), .succeeded, state(.closed, 0), .closed),
    (state(.halfOpen, 3, openedAt: 0), .abandoned, state(.open, 3, openedAt: 0), nil),
  ]

  @Test("count what comes of attempts", arguments: reports)
  func report(before: BreakerState, report: BreakerReport, after: BreakerState, change: BreakerChange?) {
    var state = before
    #expect(state.note(report, Self.breaker, at: Self.at(9)) == change)
    #expect(state == after)
  }

  // MARK: - In a run

  private static func rehearse(
    _ nodes: String, _ scripts: [String: Script] = [:], breakers: [String: BreakerState] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], ignores: Bool = false, jobs: Int = 4
  ) -> Rehearsal {
    let text = nodes.replacing("BREAKER", with: "breaker = { name = \"b\", threshold = 3, cooldown = \"60s\" }")
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(Reading.problems(text))")
    var options = RunOptions(jobs: jobs)
    options.ignoresBreakers = ignores
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: options, breakers: breakers)
  }

  private static func node(_ id: String, _ keys: String = "") -> String {
    "[\(id)]\ncommand = \"x\"\nBREAKER\n\(keys)\n"
  }

  /// What was told of breakers.
  private static func changes(_ rehearsal: Rehearsal) -> [BreakerChange] {
    rehearsal.events.compactMap { if case .breaker(_, _, let change) = $0 { change } else { nil } }
  }

  /// Breakers that opened so many seconds before the run.
  private static func opened(_ seconds: Int) -> [String: BreakerState] {
    var state = BreakerState()
    (state.position, state.failures) = (.open, 5)
    state.openedAt = Timestamp(milliseconds: FakeWorld(ids: []).date().milliseconds - seconds * 1000)
    return ["b": state]
  }

  @Test("open after so many failed attempts, and then fail at once")
  func opens() {
    let rehearsal = Self.rehearse(Self.node("a", "retry = { attempts = 9, delay = 1 }"), ["a": Script(.exited(1))])
    #expect(rehearsal.started == ["a", "a", "a"])
    #expect(Self.changes(rehearsal) == [.opened(failures: 3, cooldown: .seconds(60))])
    #expect(rehearsal.reasons["a"]?.message.hasPrefix("exit 1; breaker `b` is open after 3 failures in a row;") == true)
    #expect(rehearsal.breakers["b"]?.position == .open)
    #expect(rehearsal.finish.status == .failed)
  }

  @Test("tell that they open also where that ends the run")
  func opensLast() {
    var state = BreakerState()
    state.failures = 2
    let rehearsal = Self.rehearse(Self.node("a"), ["a": Script(.exited(1))], breakers: ["b": state])
    #expect(Self.changes(rehearsal).count == 1)
    #expect(rehearsal.reasons["a"] == .exitCode(1))
    guard case .runFinished? = rehearsal.events.last else { return #expect(Bool(false)) }
  }

  @Test("are closed by a success, and count failures in a row alone")
  func success() {
    let rehearsal = Self.rehearse(
      Self.node("a", "retry = { attempts = 3, delay = 0 }") + Self.node("b", "allow_failure = true"),
      ["a": Script(.exited(1)), "a#3": Script(), "b": Script(.exited(1))])
    #expect(rehearsal.breakers["b"]?.failures == 1)
    #expect(Self.changes(rehearsal).isEmpty)
  }

  @Test("that are open let nothing start, neither a rollback be needed")
  func refuses() {
    let rehearsal = Self.rehearse(
      Self.node("a", "rollback = \"back\"\nretry = 3") + Self.node("b"), breakers: Self.opened(18))
    #expect(rehearsal.started.isEmpty)
    #expect(
      rehearsal.reasons["a"]?.message
        == "breaker `b` is open after 5 failures in a row; it lets nothing through for another 42s")
    #expect(rehearsal.summary == "a failed, b blocked")
    #expect(rehearsal.finish.status == .failed)
  }

  @Test("that are half-open let one attempt through, and others fail meanwhile")
  func halfOpen() {
    let nodes = "[runbook]\non_failure = \"continue\"\n" + Self.node("a") + Self.node("b", "depends_on = []")
    let rehearsal = Self.rehearse(nodes, breakers: Self.opened(60))
    #expect(rehearsal.started == ["a"])
    #expect(Self.changes(rehearsal) == [.halfOpen, .closed])
    #expect(
      rehearsal.reasons["b"]?.message
        == "breaker `b` is open after 5 failures in a row; somebody else is trying whether it works again")
    let again = Self.rehearse(Self.node("a"), ["a": Script(.exited(1))], breakers: Self.opened(60))
    #expect(Self.changes(again) == [.halfOpen, .opened(failures: 6, cooldown: .seconds(60))])
  }

  @Test("that are ignored keep nobody, and still count")
  func ignored() {
    let rehearsal = Self.rehearse(Self.node("a"), breakers: Self.opened(1), ignores: true)
    #expect(rehearsal.started == ["a"])
    #expect(Self.changes(rehearsal) == [.closed])
  }

  @Test("are asked after `unless`, once for a poll, and hear of its verdict")
  func order() {
    let unchanged = Self.rehearse(Self.node("a", "unless = \"{{ true }}\""), breakers: Self.opened(1))
    #expect(unchanged.summary == "a unchanged")
    let asked = Self.rehearse(Self.node("a", "unless = \"y\""), ["a!unless": Script(.exited(1))])
    #expect(asked.started == ["a!unless", "a"])
    let poll = Self.rehearse(Self.node("a", "poll = {}"), ["a": Script(.exited(1)), "a@5": Script()])
    #expect(poll.summary == "a succeeded")
    #expect(poll.breakers["b"]?.failures == 0)
    let failed = Self.rehearse(Self.node("a", "poll = { timeout = 15 }"), ["a": Script(.exited(1))])
    #expect(failed.breakers["b"]?.failures == 1)
  }

  @Test("hear nothing of what was cancelled, or could not be rendered")
  func abandoned() {
    let cancelled = Self.rehearse(
      Self.node("a"), ["a": .endless()], breakers: Self.opened(60), signals: [(.seconds(5), .interrupt)])
    #expect(cancelled.summary == "a cancelled")
    #expect(cancelled.breakers["b"]?.position == .open)
    #expect(cancelled.breakers["b"]?.failures == 5)
    let broken = Self.rehearse("[a]\nurl = \"{{ 'x' if run.id else '' }}\"\nBREAKER\n")
    #expect(broken.breakers["b"]?.failures == 0)
    #expect(broken.summary == "a failed")
  }

  @Test("guard functions and whole runbooks as well")
  func kinds() {
    let function = Self.rehearse("[a]\nfunction = \"fail\"\nBREAKER\nretry = { attempts = 9, delay = 1 }\n")
    #expect(function.breakers["b"]?.failures == 3)
    let sleep = Self.rehearse(
      "[a]\nfunction = \"sleep\"\nparams = { seconds = 9 }\nBREAKER\n", signals: [(.seconds(5), .interrupt)])
    #expect(sleep.summary == "a cancelled")
    let outer =
      "[a]\nrunbook = \"in.toml\"\nbreaker = { name = \"b\", threshold = 2 }\nretry = { attempts = 5, delay = 1 }\n"
    let plan = Reading.plan(outer, files: ["in.toml": "[x]\ncommand = \"x\"\n"]).plan
    let nested = Rehearsal.run(plan, scripts: ["a/x": Script(.exited(1))])
    #expect(nested.started == ["a/x", "a/x"])
    #expect(nested.breakers["b"]?.position == .open)
  }

  @Test("keep one at a time in their turn")
  func sequential() {
    let nodes = "[runbook]\nmode = \"sequential\"\n" + Self.node("a") + "[b]\ncommand = \"x\"\ndepends_on = []\n"
    #expect(Self.rehearse(nodes).started == ["a", "b"])
  }
}
