import Running
import TestSupport
import Testing

/// What the engine does where a kill follows a signal, and when pyflow's parent ends (design 7).
@Suite("A cancellation that a kill follows")
struct CancellationNoticeTests {
  private func rehearse(
    _ runbook: String, _ scripts: [String: FakeWorld.Script] = [:], _ signals: [(at: Duration, signal: RunSignal)] = [],
    parentDeath: Duration? = nil, isOnGitHub: Bool = true
  ) -> Rehearsal {
    var options = RunOptions(jobs: 4)
    options.notice = isOnGitHub ? .github : nil
    options.endsWithParent = isOnGitHub
    return Rehearsal.run(
      Reading.plan(runbook).plan, scripts: scripts, signals: signals, options: options, parentDeath: parentDeath)
  }

  private static let runbook = """
    [a]
    command = "a"
    rollback = "undo a"
    [b]
    command = "b"
    rollback = "undo b"
    [c]
    command = "c"
    """

  @Test("nodes have two seconds, the last started rollbacks what is left of six and a half")
  func interrupt() {
    let rehearsal = rehearse(
      Self.runbook,
      [
        "c": .endless(heedsSignals: false), "b!rollback": FakeWorld.Script(after: .seconds(3)),
        "a!rollback": .endless(),
      ],
      [(.seconds(3), .interrupt)])
    #expect(rehearsal.summary == "a succeeded, b succeeded, c cancelled")
    #expect(rehearsal.ends == ["c: pass interrupt", "c: kill", "a: kill"])
    #expect(rehearsal.started == ["a", "b", "c", "b!rollback", "a!rollback"])
    #expect(rehearsal.finish.status == .rollbackFailed && rehearsal.finish.notUndone == [0])
    #expect(rehearsal.finish.duration == .milliseconds(9501))
  }

  @Test("SIGTERM after it ends everything at once, also during the rollback")
  func terminate() {
    let rehearsal = rehearse(
      Self.runbook, ["c": .endless(), "b!rollback": .endless()],
      [(.seconds(3), .interrupt), (.seconds(4), .terminate)])
    #expect(rehearsal.started == ["a", "b", "c", "b!rollback"])
    #expect(rehearsal.finish.notUndone == [1, 0])
    #expect(rehearsal.finish.duration == .milliseconds(4001))
  }

  @Test("with SIGTERM alone there is a second and a half")
  func late() {
    let rehearsal = rehearse(
      Self.runbook, ["c": .endless(heedsSignals: false), "b!rollback": .endless()], [(.seconds(3), .terminate)])
    #expect(rehearsal.finish.duration == .milliseconds(4501))
  }

  @Test("without a kill to come the rollback goes on after a signal")
  func patient() {
    let rehearsal = rehearse(
      Self.runbook, ["c": .endless(), "b!rollback": FakeWorld.Script(after: .seconds(60))],
      [(.seconds(3), .interrupt), (.seconds(4), .terminate)], isOnGitHub: false)
    #expect(rehearsal.finish.status == .cancelled && rehearsal.finish.notUndone.isEmpty)
  }

  @Test("during the rollback after a failure, too, the first signal begins the time")
  func recovery() {
    let rehearsal = rehearse(
      Self.runbook, ["c": FakeWorld.Script(.exited(1)), "b!rollback": .endless()], [(.seconds(4), .interrupt)])
    #expect(rehearsal.finish.notUndone == [1, 0])
    #expect(rehearsal.finish.duration == .milliseconds(10_501))
  }

  // MARK: - The parent

  private func deaths(_ rehearsal: Rehearsal) -> [Bool] {
    rehearsal.events.compactMap { if case .parentDied(let counts) = $0 { counts } else { nil } }
  }

  @Test("the parent's end counts as SIGTERM under CI")
  func parent() {
    let rehearsal = rehearse(Self.runbook, ["c": .endless()], parentDeath: .seconds(3))
    #expect(deaths(rehearsal) == [true])
    #expect(rehearsal.finish.signal == .terminate && rehearsal.statuses["c"] == .cancelled)
  }

  @Test("elsewhere it is only recorded")
  func orphan() {
    let rehearsal = rehearse(Self.runbook, parentDeath: .milliseconds(2500), isOnGitHub: false)
    #expect(deaths(rehearsal) == [false])
    #expect(rehearsal.finish.status == .succeeded)
  }

  @Test(
    "what ended the parent is no second signal when it reaches pyflow too, before or after", arguments: [2900, 3100])
  func both(milliseconds: Int) {
    let rehearsal = rehearse(
      Self.runbook, ["c": .endless(), "b!rollback": FakeWorld.Script(after: .milliseconds(200))],
      [(.milliseconds(milliseconds), .terminate)], parentDeath: .seconds(3))
    #expect(rehearsal.started.contains("b!rollback"))
    #expect(!rehearsal.events.contains { if case .interrupted(_, isRepeated: true) = $0 { true } else { false } })
  }

  // MARK: - SIGQUIT

  @Test("SIGQUIT ends everything at once, and undoes nothing")
  func quit() {
    let rehearsal = rehearse(Self.runbook, ["c": .endless()], [(.seconds(3), .quit)], isOnGitHub: false)
    #expect(rehearsal.summary == "a succeeded, b succeeded, c cancelled")
    #expect(rehearsal.ends == ["c: kill", "c: kill"])
    #expect(rehearsal.started == ["a", "b", "c"])
    #expect(rehearsal.finish.status == .cancelled && rehearsal.finish.signal == .quit)
    #expect(rehearsal.finish.notUndone == [1, 0])
  }

  @Test("SIGQUIT ends the rollback too")
  func quitRecovery() {
    let rehearsal = rehearse(
      Self.runbook, ["c": FakeWorld.Script(.exited(1)), "b!rollback": .endless()], [(.seconds(4), .quit)],
      isOnGitHub: false)
    #expect(rehearsal.finish.status == .rollbackFailed)
    #expect(rehearsal.finish.duration == .milliseconds(4001))
  }
}
