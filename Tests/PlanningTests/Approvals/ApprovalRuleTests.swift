import Testing

@testable import Planning

/// Who may approve: a pure rule over users, groups and what was approved before.
@Suite("The rule of approvals")
struct ApprovalRuleTests {
  private static let ann = Person(name: "ann", userID: 1, groups: ["staff", "ops"])
  private static let bob = Person(name: "bob", userID: 2, groups: ["staff"])
  /// ann, who called `sudo` to become root.
  private static let rootOfAnn = Person(
    name: "root", userID: 0, groups: ["root"], sudoUser: "ann", sudoUserID: 1)
  /// bob, who did the same.
  private static let rootOfBob = Person(
    name: "root", userID: 0, groups: ["root"], sudoUser: "bob", sudoUserID: 2)

  private static func rule(_ approvers: [String], minimum: Int = 1, excludesRequester: Bool = false) -> PlanApproval {
    var rule = PlanApproval()
    rule.approvers = approvers.compactMap { Approver($0) }
    rule.minimum = minimum
    rule.excludesRequester = excludesRequester
    rule.escalation = PlanApproval.Escalation(after: .seconds(1), approvers: [.user("carl"), .group("managers")])
    return rule
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: PlanApproval
    let person: Person
    var requester = Person(name: "ann", userID: 1)
    var earlier: [Person] = []
    var isEscalated = false
    let objection: ApprovalObjection?
  }

  static let cases: [Case] = [
    Case(testDescription: "nobody is named", rule: rule([]), person: bob, objection: nil),
    Case(testDescription: "a user", rule: rule(["bob"]), person: bob, objection: nil),
    Case(
      testDescription: "another user", rule: rule(["ann", "group:ops"]), person: bob,
      objection: .isNotNamed(["ann", "group:ops"])),
    Case(testDescription: "a member of a group", rule: rule(["group:staff"]), person: bob, objection: nil),
    Case(testDescription: "a group is no user", rule: rule(["staff"]), person: bob, objection: .isNotNamed(["staff"])),
    Case(
      testDescription: "a user who is called like a group", rule: rule(["group:bob"]), person: bob,
      objection: .isNotNamed(["group:bob"])),
    Case(
      testDescription: "whom sudo names is a claim", rule: rule(["ann"]), person: rootOfAnn,
      objection: .isNotNamed(["ann"])),
    Case(testDescription: "the requester", rule: rule([]), person: ann, objection: nil),
    Case(
      testDescription: "the requester, who may not", rule: rule([], excludesRequester: true), person: ann,
      objection: .isRequester),
    Case(testDescription: "somebody else", rule: rule([], excludesRequester: true), person: bob, objection: nil),
    Case(
      testDescription: "the requester through sudo", rule: rule([], excludesRequester: true), person: rootOfAnn,
      objection: .isRequester),
    Case(
      testDescription: "who called sudo to start it", rule: rule([], excludesRequester: true), person: ann,
      requester: rootOfAnn, objection: .isRequester),
    Case(
      testDescription: "somebody else through sudo", rule: rule([], excludesRequester: true), person: rootOfBob,
      objection: nil),
    Case(
      testDescription: "twice", rule: rule([], minimum: 2), person: bob, earlier: [ann, bob], objection: .hasApproved),
    Case(
      testDescription: "twice, once through sudo", rule: rule([], minimum: 2), person: rootOfAnn, earlier: [ann],
      objection: .hasApproved),
    Case(
      testDescription: "two who are the same user now", rule: rule([], minimum: 2), person: rootOfBob,
      earlier: [rootOfAnn], objection: .hasApproved),
    Case(testDescription: "a second one", rule: rule([], minimum: 2), person: bob, earlier: [ann], objection: nil),
    Case(
      testDescription: "who comes later, too early", rule: rule(["ann"]), person: Person(name: "carl", userID: 3),
      objection: .isNotNamed(["ann"])),
    Case(
      testDescription: "who comes later", rule: rule(["ann"]), person: Person(name: "carl", userID: 3),
      isEscalated: true, objection: nil),
    Case(
      testDescription: "who comes never", rule: rule(["ann"]), person: bob, isEscalated: true,
      objection: .isNotNamed(["ann", "carl", "group:managers"])),
  ]

  @Test("says who may approve", arguments: cases)
  func approval(_ item: Case) {
    let objection = item.rule.objection(
      toApprovalBy: item.person, requester: item.requester, earlier: item.earlier, isEscalated: item.isEscalated)
    #expect(objection == item.objection)
  }

  @Test("lets whoever is asked reject, also who started the run or has approved")
  func rejection() {
    let rule = Self.rule(["ann", "bob"], minimum: 2, excludesRequester: true)
    #expect(rule.objection(toRejectionBy: Self.ann, isEscalated: false) == nil)
    let carl = Person(name: "carl", userID: 3)
    #expect(rule.objection(toRejectionBy: carl, isEscalated: false) == .isNotNamed(["ann", "bob"]))
    #expect(rule.objection(toRejectionBy: carl, isEscalated: true) == nil)
  }

  @Test("is told in words")
  func words() {
    #expect(PlanApproval().text() == "anybody")
    #expect(Self.rule([], minimum: 3).text() == "3 people")
    #expect(
      Self.rule(["ann", "group:ops"], minimum: 2, excludesRequester: true).text()
        == "2 of ann, group:ops, not the requester")
    #expect(Self.rule(["ann"]).text(isEscalated: true) == "ann, carl, group:managers")
  }

  @Test("--yes answers only what names nobody")
  func yes() {
    #expect(PlanApproval().isAnsweredByYes)
    #expect(!Self.rule(["ann"]).isAnsweredByYes)
    #expect(!Self.rule([], minimum: 2).isAnsweredByYes)
    #expect(!Self.rule([], excludesRequester: true).isAnsweredByYes)
    var gate = PlanApproval()
    gate.isGate = true
    #expect(!gate.isAnsweredByYes)
  }

  @Test(
    "knows names of users and groups",
    arguments: [
      ("ann", "ann"), ("group:ops", "group:ops"), ("", nil), ("group:", nil), ("a:b", nil), ("a,b", nil), ("a\nb", nil),
    ] as [(String, String?)])
  func names(text: String, name: String?) {
    #expect(Approver(text)?.text == name)
  }
}
