import Running
import TestSupport
import Testing

/// A person decides whether what was done is undone (design 5.4, `rollback = "ask"`).
@Suite("Asking whether to roll back")
struct RollbackConsentTests {
  private static let nodes =
    "[a]\ncommand = \"x\"\nrollback = \"undo a\"\n[b]\ncommand = \"x\"\nrollback = \"undo b\"\n[c]\ncommand = \"x\"\n"

  private static func rehearse(
    _ answer: Answer?, terminal: Bool = true, yes: Bool = false, settings: String = "", fails: String = "c",
    signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan("[runbook]\nrollback = \"ask\"\n\(settings)\n\(nodes)")
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    var options = RunOptions(jobs: 4)
    options.hasTerminal = terminal
    options.approvesAll = yes
    return Rehearsal.run(
      plan, scripts: [fails: FakeWorld.Script(.exited(1))], answers: answer.map { ["b!rollback": $0] } ?? [:],
      signals: signals, options: options)
  }

  private static func requests(_ run: Rehearsal) -> [RollbackRequest] {
    run.events.compactMap { if case .rollbackRequested(let request) = $0 { request } else { nil } }
  }

  @Test("a yes undoes everything that was listed, and who said it is told")
  func granted() {
    let run = Self.rehearse(.approved(fields: [:]))
    #expect(
      Self.requests(run) == [RollbackRequest(nodes: [1, 0], commands: ["undo b", "undo a"], isAskedHere: true)])
    #expect(run.started == ["a", "b", "c", "b!rollback", "a!rollback"])
    #expect(run.finish.status == .rolledBack)
    #expect(
      run.events.contains {
        if case .rollbackGranted(let person) = $0 { person == Rehearsal.requester.text } else { false }
      })
  }

  @Test("a no leaves everything, and the run has failed")
  func declined() {
    let run = Self.rehearse(.rejected)
    #expect(run.started == ["a", "b", "c"])
    #expect(run.finish.status == .failed)
    #expect(run.finish.commandsLeft == ["undo b", "undo a"])
    #expect(
      run.events.contains {
        if case .rollbackRejected(let person) = $0 { person == Rehearsal.requester.text } else { false }
      })
  }

  @Test("without a terminal nothing is undone and the run is halted; --yes does not answer", arguments: [false, true])
  func unattended(yes: Bool) {
    let run = Self.rehearse(nil, terminal: false, yes: yes)
    #expect(run.started == ["a", "b", "c"])
    #expect(run.finish.status == .halted)
    #expect(run.finish.commandsLeft == ["undo b", "undo a"])
    #expect(Self.requests(run).map(\.isAskedHere) == [false])
  }

  @Test("so it is when the input ends at the question")
  func inputEnds() {
    #expect(Self.rehearse(.unavailable).finish.status == .halted)
  }

  @Test("nobody is asked where there is nothing to undo, or nothing has failed")
  func nothing() {
    #expect(Self.requests(Self.rehearse(nil, fails: "none")).isEmpty)
    let (plan, _) = Reading.plan("[runbook]\nrollback = \"ask\"\n[a]\ncommand = \"x\"\n")
    let run = Rehearsal.run(plan, scripts: ["a": FakeWorld.Script(.exited(1))])
    #expect(run.finish.status == .failed)
  }

  @Test("a signal is followed by the question, and one that comes at it is a no")
  func signals() {
    let asked = Self.rehearse(.approved(fields: [:]), fails: "none", signals: [(.milliseconds(2500), .interrupt)])
    #expect(asked.finish.status == .cancelled)
    #expect(asked.finish.undone == [1, 0])
    let ended = Self.rehearse(nil, signals: [(.seconds(60), .interrupt)])
    #expect(ended.finish.status == .cancelled)
    #expect(ended.finish.notUndone == [1, 0])
    #expect(ended.effects.contains { if case .withdraw(node: 1) = $0 { true } else { false } })
  }

  @Test("the time that a person takes counts neither for the run nor for its recovery")
  func time() {
    let run = Self.rehearse(.approved(fields: [:]), settings: "timeout = \"3500ms\"\nrecovery_timeout = \"2500ms\"")
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.reason == nil)
  }

  @Test("a nested runbook asks for itself; what nobody wants undone is not undone from outside either")
  func nested() {
    let outer = "[base]\ncommand = \"x\"\nrollback = \"undo\"\n[in]\nrunbook = \"in.toml\"\nretry = 2\n"
    let inner = "[runbook]\nrollback = \"ask\"\n\(Self.nodes)"
    let (plan, diagnostics) = Reading.plan(outer, files: ["in.toml": inner])
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let scripts = ["in/c": FakeWorld.Script(.exited(1)), "in/c#2": FakeWorld.Script()]
    let no = Rehearsal.run(
      plan, scripts: scripts, answers: ["in/b!rollback": .rejected], options: options)
    #expect(no.finish.status == .rollbackFailed)
    #expect(no.started == ["base", "in/a", "in/b", "in/c"])
    #expect(no.finish.commandsLeft == ["undo b", "undo a", "undo"])
    let yes = Rehearsal.run(
      plan, scripts: scripts, answers: ["in/b!rollback": .approved(fields: [:])], options: options)
    #expect(yes.finish.status == .succeeded)
    options.hasTerminal = false
    let nobody = Rehearsal.run(plan, scripts: scripts, options: options)
    #expect(nobody.finish.notUndone.count == 3)
    #expect(nobody.finish.status == .rollbackFailed)
  }
}
