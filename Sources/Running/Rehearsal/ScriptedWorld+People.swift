public import Planning
internal import Templates
internal import Values

/// The people of a scripted world: they approve in a second, unless the script says otherwise.
extension ScriptedWorld {
  /// The number of whoever starts a rehearsal; others are counted from the next one on.
  public static let requester = Person(name: "rehearsal", userID: 1000, groups: [], host: "rehearsal")

  /// The person with a number.
  public func person(_ userID: Int) -> Person { people.first { $0.userID == userID } ?? Self.requester }

  /// Somebody reads a question that is not asked at the terminal.
  mutating func ask(_ request: ApprovalRequest) {
    guard case .others = request.audience else { return }
    let name = ids[request.node] + (request.moment.map { "!\($0.rawValue)" } ?? "")
    let what = next(name) ?? .usual
    switch what.ending {
    case .pass, .exit, .status: approve(request, what)
    case .fail, .reject: decide(request, what, isApproval: false)
    case .cancel, .wish: disturb(request.node, what, after: what.take)
    case .crash: crashTime = crashTime ?? time.advanced(by: what.take)
    case .unknown, .timeout, .hang, .wait: break
    }
  }

  private mutating func approve(_ request: ApprovalRequest, _ what: ScriptStep) {
    let rule = request.question.approval
    let fields = what.fields.flatMap { value(of: $0, at: request.node) }?.map ?? ValueMap()
    let missing = rule.fields.filter { $0.mustBeGiven && fields[$0.name] == nil }.map(\.name)
    if !missing.isEmpty { problems.append(.fieldsMissing(node: ids[request.node], names: missing)) }
    decide(request, what, isApproval: true, fields)
  }

  private mutating func decide(
    _ request: ApprovalRequest, _ what: ScriptStep, isApproval: Bool, _ fields: ValueMap = ValueMap()
  ) {
    let rule = request.question.approval
    let count = isApproval ? rule.minimum : 1
    for person in answerers(what.people, rule, count) {
      let decision = Decision(
        node: ids[request.node], moment: request.moment, isApproval: isApproval, person: person, origin: .terminal,
        fields: fields)
      add(.decided(decision), after: what.take)
    }
  }

  /// Who answers: those who are named, else as many of those who may as must.
  private mutating func answerers(_ names: [String], _ rule: PlanApproval, _ count: Int) -> [Person] {
    if !names.isEmpty { return names.enumerated().map { person(named: $1, number: $0) } }
    var found: [Person] = []
    for approver in rule.approvers where found.count < count {
      found.append(person(named: approver.text, number: found.count))
    }
    let group = rule.approvers.first { if case .group = $0 { true } else { false } }
    while found.count < count, group != nil || rule.approvers.isEmpty {
      found.append(person(named: group?.text ?? "approver-\(found.count + 1)", number: found.count))
    }
    return found
  }

  /// Somebody with a name, or a member of a group.
  private mutating func person(named text: String, number: Int) -> Person {
    if text == Self.requester.name { return Self.requester }
    var name = text
    var groups: [String] = []
    if case .group(let group)? = Approver(text) {
      (name, groups) = ("\(group)-\(number + 1)", [group])
    }
    if let known = people.first(where: { $0.name == name }) { return known }
    let person = Person(
      name: name, userID: Self.requester.userID + 1 + people.count, groups: groups, host: Self.requester.host)
    people.append(person)
    return person
  }

  // MARK: - At the terminal

  /// Whoever is at the terminal answers a question.
  mutating func answer(_ question: Question, of node: Int, _ step: Step) {
    let what = next(step == .rollback ? Self.consent : ids[node]) ?? .usual
    switch what.ending {
    case .pass, .exit, .status:
      let fields = what.fields.flatMap { value(of: $0, at: node) }?.map ?? ValueMap()
      add(
        .answered(node: node, .approved(fields: question.approval.fields.isEmpty ? ValueMap() : fields)),
        after: what.take)
    case .reject, .fail: add(.answered(node: node, .rejected), after: what.take)
    case .cancel, .wish: disturb(node, what, after: what.take)
    case .crash: crashTime = crashTime ?? time.advanced(by: what.take)
    case .unknown, .timeout, .hang, .wait: break
    }
  }

  /// What a script calls the question whether what was done is to be undone.
  public static let consent = "!rollback"
}
