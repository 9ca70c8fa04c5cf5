import Planning
import Running
import TestSupport
import Testing
import Values

/// Answers from elsewhere, collected answers, escalation and time, in virtual time.
@Suite("Answers to questions")
struct ApprovalAnswerTests {
  private static let bob = Person(name: "bob", userID: 2, groups: ["ops"], host: "desk")
  private static let carl = Person(name: "carl", userID: 3, groups: ["ops"], host: "desk")

  private static func answer(
    _ node: String = "ask", _ isApproval: Bool = true, by person: Person = bob, fields: ValueMap = [:]
  ) -> Decision {
    Decision(node: node, isApproval: isApproval, person: person, origin: .command, fields: fields)
  }

  private static func rehearse(
    _ keys: String, before: String = "", after: String = "[after]\ncommand = \"work\"",
    _ decisions: [(at: Duration, decision: Decision)] = [], answers: [String: Answer] = [:],
    wait: Duration = .seconds(3600),
    change: (inout RunOptions) -> Void = { _ in }
  ) -> Rehearsal {
    var options = RunOptions(jobs: 4)
    options.approvalWait = wait
    options.hasTerminal = !answers.isEmpty
    change(&options)
    let text = "\(before)\n[ask]\nprompt = \"Go?\"\n\(keys)\n\(after)\n"
    return Rehearsal.run(Reading.plan(text).plan, answers: answers, decisions: decisions, options: options)
  }

  /// What was told of questions, in a few words.
  private static func story(_ rehearsal: Rehearsal) -> [String] {
    rehearsal.events.compactMap { event in
      switch event {
      case .approvalRequested(let request): "asked \(request.audience)"
      case .approvalGranted(let grant): "\(grant.count) of \(grant.needed) by \(grant.decision.by)"
      case .approvalRejected(_, let decision): "rejected by \(decision.by)"
      case .approvalRefused(_, let decision, let objection): "\(decision.by) refused: \(objection.code)"
      case .approvalEscalated(_, let to, _): "escalated to \(to.map(\.text).joined(separator: ", "))"
      case .approvalWithdrawn: "withdrawn"
      default: nil
      }
    }
  }

  @Test("an answer that was recorded elsewhere lets the run go on")
  func elsewhere() {
    let rehearsal = Self.rehearse("approvers = \"bob\"", [(at: .seconds(600), decision: Self.answer())])
    #expect(rehearsal.summary == "after succeeded, ask succeeded")
    #expect(Self.story(rehearsal) == ["asked others", "1 of 1 by bob"])
    #expect(rehearsal.finish.duration == .seconds(601))
  }

  @Test("a rejection from elsewhere fails the node")
  func rejection() {
    let rehearsal = Self.rehearse("", [(at: .seconds(5), decision: Self.answer("ask", false))])
    #expect(rehearsal.reasons["ask"] == .rejected(by: "bob") && rehearsal.finish.status == .failed)
  }

  @Test("an answer that the rule does not allow changes nothing, though it stands in the file")
  func refused() {
    let rehearsal = Self.rehearse(
      "approvers = [\"carl\", \"tester\"]\nnot_requester = true",
      [
        (at: .seconds(1), decision: Self.answer()),
        (at: .seconds(2), decision: Self.answer(by: Person(name: "tester", userID: 1000))),
        (at: .seconds(3), decision: Self.answer("ask", false)), (at: .seconds(4), decision: Self.answer("nothing")),
        (at: .seconds(5), decision: Self.answer(by: Self.carl)),
      ])
    #expect(
      Self.story(rehearsal) == [
        "asked others", "bob refused: approvers", "tester refused: requester", "bob refused: approvers",
        "1 of 1 by carl",
      ])
    #expect(rehearsal.finish.status == .succeeded)
  }

  @Test("several approvals are collected, each person's once")
  func collected() {
    let rehearsal = Self.rehearse(
      "min_approvals = 2",
      [
        (at: .seconds(1), decision: Self.answer()), (at: .seconds(2), decision: Self.answer()),
        (at: .seconds(3), decision: Self.answer(by: Self.carl)),
        (at: .seconds(3), decision: Self.answer(by: Self.carl)),
      ])
    #expect(
      Self.story(rehearsal) == [
        "asked others", "1 of 2 by bob", "bob refused: twice", "2 of 2 by carl", "carl refused: late",
      ])
    #expect(rehearsal.finish.status == .succeeded)
  }

  @Test("one rejection is enough, also after approvals")
  func oneRejection() {
    let rehearsal = Self.rehearse(
      "min_approvals = 3",
      [
        (at: .seconds(1), decision: Self.answer()), (at: .seconds(2), decision: Self.answer(by: Self.carl)),
        (at: .seconds(3), decision: Self.answer("ask", false)),
      ])
    #expect(rehearsal.reasons["ask"] == .rejected(by: "bob"))
    #expect(rehearsal.statuses["after"] == .blocked)
  }

  @Test("the terminal and others may both answer, and the first one counts")
  func race() {
    let atTerminal = Self.rehearse(
      "", [(at: .milliseconds(1500), decision: Self.answer("ask", false))], answers: ["ask": .approved(fields: [:])])
    #expect(
      Self.story(atTerminal) == ["asked terminal", "1 of 1 by tester", "withdrawn", "bob refused: late"])
    #expect(atTerminal.finish.status == .succeeded)
    let elsewhere = Self.rehearse(
      "", [(at: .milliseconds(500), decision: Self.answer())], answers: ["ask": .rejected])
    #expect(Self.story(elsewhere) == ["asked terminal", "1 of 1 by bob", "withdrawn"])
    #expect(elsewhere.finish.status == .succeeded)
    let withdrawals = elsewhere.effects.count { if case .withdraw = $0 { true } else { false } }
    #expect(withdrawals == 1)
  }

  @Test("at the same moment, the one that comes first counts")
  func sameMoment() {
    let rehearsal = Self.rehearse(
      "", [(at: .seconds(1), decision: Self.answer("ask", false))], answers: ["ask": .approved(fields: [:])])
    #expect(rehearsal.finish.status == .failed)
    #expect(Self.story(rehearsal).filter { $0.contains("by") }.count == 1)
  }

  @Test("whoever is at the terminal and may not answer is not asked, and the run waits for the others")
  func notHere() {
    let rehearsal = Self.rehearse(
      "approvers = \"bob\"", [(at: .seconds(90_000), decision: Self.answer())], answers: ["ask": .approved(fields: [:])]
    )
    #expect(Self.story(rehearsal) == ["asked others", "1 of 1 by bob"])
  }

  @Test("who has approved at the terminal is not asked again, and the run waits for the others")
  func partlyHere() {
    let rehearsal = Self.rehearse(
      "min_approvals = 2", [(at: .seconds(9), decision: Self.answer())], answers: ["ask": .approved(fields: [:])])
    #expect(Self.story(rehearsal) == ["asked terminal", "1 of 2 by tester", "withdrawn", "2 of 2 by bob"])
  }

  // MARK: - Time

  @Test("without an answer the run ends waiting, after as long as it may wait")
  func waitEnds() {
    let rehearsal = Self.rehearse("", wait: .seconds(60))
    #expect(rehearsal.finish.status == .waiting && rehearsal.finish.duration == .seconds(60))
    #expect(rehearsal.statuses["ask"] == .waiting)
    #expect(Self.rehearse("", wait: .zero).finish.duration == .zero)
  }

  @Test("the time begins when nothing else can go on, and again after each answer")
  func waitBegins() {
    let rehearsal = Self.rehearse(
      "", after: "[more]\nprompt = \"More?\"\n[other]\ncommand = \"work\"\ndepends_on = []",
      [(at: .seconds(31), decision: Self.answer())], wait: .seconds(60))
    #expect(rehearsal.summary == "ask succeeded, more waiting, other succeeded")
    #expect(rehearsal.finish.duration == .seconds(91))
  }

  @Test("a timeout rejects also where nobody is asked, and never approves")
  func timeout() {
    let rehearsal = Self.rehearse("timeout = \"30s\"\non_timeout = \"reject\"")
    #expect(rehearsal.reasons["ask"] == .approvalTimedOut("30s"))
    #expect(rehearsal.finish.status == .failed && rehearsal.finish.duration == .seconds(30))
  }

  @Test("a timeout takes a question back from the terminal")
  func timeoutHere() {
    let rehearsal = Self.rehearse("timeout = \"500ms\"", answers: ["ask": .approved(fields: [:])])
    #expect(rehearsal.reasons["ask"] == .approvalTimedOut("500ms"))
    #expect(Self.story(rehearsal) == ["asked terminal", "withdrawn"])
  }

  @Test("after a while others may approve too")
  func escalation() {
    let keys = "approvers = \"carl\"\nescalate = { after = \"10m\", to = \"bob\" }"
    let rehearsal = Self.rehearse(
      keys, [(at: .seconds(599), decision: Self.answer()), (at: .seconds(601), decision: Self.answer())])
    #expect(
      Self.story(rehearsal) == ["asked others", "bob refused: approvers", "escalated to bob", "1 of 1 by bob"])
    let early = Self.rehearse(keys, [(at: .seconds(1), decision: Self.answer(by: Self.carl))])
    #expect(Self.story(early) == ["asked others", "1 of 1 by carl"])
  }

  @Test("whoever is at the terminal is asked when it is their turn")
  func escalationHere() {
    let rehearsal = Self.rehearse(
      "approvers = \"carl\"\nescalate = { after = \"10m\", to = \"tester\" }", answers: ["ask": .approved(fields: [:])])
    #expect(Self.story(rehearsal) == ["asked others", "escalated to tester", "1 of 1 by tester", "withdrawn"])
  }

  @Test("a signal ends the question, and the run")
  func signal() {
    let text = "[ask]\nprompt = \"Go?\""
    var options = RunOptions(jobs: 4)
    options.approvalWait = .seconds(60)
    let rehearsal = Rehearsal.run(
      Reading.plan(text).plan, signals: [(at: .seconds(5), signal: .terminate)], options: options)
    #expect(rehearsal.finish.status == .cancelled && rehearsal.statuses["ask"] == .cancelled)
  }

  @Test("after a failure elsewhere nobody is asked any longer")
  func stopped() {
    let text = """
      [ask]
      prompt = "Go?"
      [bad]
      command = "work"
      depends_on = []
      rollback = "undo"
      """
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let rehearsal = Rehearsal.run(
      Reading.plan(text).plan, scripts: ["bad": FakeWorld.Script(.exited(1))], options: options)
    #expect(rehearsal.summary == "ask blocked, bad failed" && rehearsal.finish.status == .rolledBack)
    #expect(rehearsal.reasons["ask"] == .stopped(after: "bad"))
  }

  // MARK: - Fields

  private static let fields =
    "fields = { VERSION = { pattern = \"v[0-9]+\" }, COPIES = { default = 2, max = 5 }, NOTE = { required = false } }"
  private static let show =
    "[show]\ncommand = \"echo {{ nodes.ask.outputs.VERSION }} {{ nodes.ask.outputs.COPIES }}\""

  private static func commands(_ rehearsal: Rehearsal) -> [String] {
    rehearsal.events.compactMap { if case .started(_, _, let action) = $0 { action.summary } else { nil } }
  }

  @Test("what is filled in becomes the node's outputs, with the defaults of the rest")
  func outputs() {
    let rehearsal = Self.rehearse(
      Self.fields, after: Self.show, [(at: .seconds(1), decision: Self.answer(fields: ["VERSION": .string("v7")]))])
    #expect(Self.commands(rehearsal) == ["echo 'v7' '2'"])
  }

  @Test(
    "what the fields do not allow does not count",
    arguments: [
      [:], ["VERSION": .string("7")], ["VERSION": .string("v7"), "COPIES": .int(6)],
      ["VERSION": .string("v7"), "X": .int(1)],
    ]
      as [ValueMap])
  func wrongFields(fields: ValueMap) {
    let rehearsal = Self.rehearse(Self.fields, [(at: .seconds(1), decision: Self.answer(fields: fields))])
    #expect(Self.story(rehearsal) == ["asked others", "bob refused: fields"])
    #expect(rehearsal.finish.status == .waiting)
  }

  @Test("what the first one fills in is what the others approve")
  func sameFields() {
    let rehearsal = Self.rehearse(
      Self.fields + "\nmin_approvals = 2", after: Self.show,
      [
        (at: .seconds(1), decision: Self.answer(fields: ["VERSION": .string("v7")])),
        (at: .seconds(2), decision: Self.answer(by: Self.carl, fields: ["VERSION": .string("v8")])),
        (at: .seconds(3), decision: Self.answer(by: Self.carl)),
      ])
    #expect(
      Self.story(rehearsal) == ["asked others", "1 of 2 by bob", "carl refused: fields", "2 of 2 by carl"])
    #expect(Self.commands(rehearsal) == ["echo 'v7' '2'"])
  }

  @Test("--yes answers only what names nobody and needs nothing filled in")
  func yes() {
    func status(_ keys: String) -> RunStatus {
      Self.rehearse(keys, wait: .zero) { $0.approvesAll = true }.finish.status
    }
    #expect(status("") == .succeeded && status("fields = { A = 1 }") == .succeeded)
    for keys in ["approvers = \"tester\"", "min_approvals = 2", "not_requester = true", Self.fields] {
      #expect(status(keys) == .waiting)
    }
  }
}
