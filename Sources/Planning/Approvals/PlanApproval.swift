/// Who may answer a question, and what they are asked besides (design 3.4).
public struct PlanApproval: Sendable {
  /// Whom to ask when nobody has answered.
  public struct Escalation: Sendable, Equatable {
    /// How long nobody has.
    public let after: Duration
    /// Who may answer then, besides those who may already.
    public let approvers: [Approver]
    /// The channels that hear of it then.
    public var channels: [String] = []
  }

  /// Who may approve; anybody if empty.
  public internal(set) var approvers: [Approver] = []
  /// How many must approve.
  public internal(set) var minimum = 1
  /// Whether whoever started the run may not approve.
  public internal(set) var excludesRequester = false
  /// What is asked besides.
  public internal(set) var fields: [PlanField] = []
  /// Whom to ask when nobody has answered.
  public internal(set) var escalation: Escalation?
  /// Whether it stands before a whole run.
  public internal(set) var isGate = false
  /// Whether a person must answer, although anybody may.
  private var needsPerson = false

  /// A question that anybody may answer.
  public init() {}

  /// A question that anybody may answer, but no option.
  public static let ofPerson: PlanApproval = {
    var approval = PlanApproval()
    approval.needsPerson = true
    return approval
  }()

  /// Whether `--yes` answers it: it names nobody, and nothing has to be filled in.
  public var isAnsweredByYes: Bool {
    approvers.isEmpty && minimum == 1 && !excludesRequester && !isGate && !needsPerson
      && !fields.contains(where: \.mustBeGiven)
  }

  /// Who may approve now.
  public func approvers(isEscalated: Bool) -> [Approver] {
    // Where anybody may, nobody can be added.
    approvers.isEmpty || !isEscalated ? approvers : approvers + (escalation?.approvers ?? [])
  }

  /// Who may approve, in words: `anybody`, `2 of ann, group:ops, not the requester`.
  public func text(isEscalated: Bool = false) -> String {
    let names = approvers(isEscalated: isEscalated).map(\.text).joined(separator: ", ")
    let who =
      names.isEmpty ? (minimum == 1 ? "anybody" : "\(minimum) people") : minimum == 1 ? names : "\(minimum) of \(names)"
    return who + (excludesRequester ? ", not the requester" : "")
  }

  // MARK: - The rule

  /// Why a person may not approve; nothing if they may.
  ///
  /// `earlier` are those who have approved already.
  public func objection(
    toApprovalBy person: Person, requester: Person, earlier: [Person], isEscalated: Bool
  ) -> ApprovalObjection? {
    if let objection = objection(toRejectionBy: person, isEscalated: isEscalated) { return objection }
    if excludesRequester, person.mayBe(requester) { return .isRequester }
    return earlier.contains { person.mayBe($0) } ? .hasApproved : nil
  }

  /// Why a person may not reject: whoever is asked may, also those who must not approve because they started the run.
  public func objection(toRejectionBy person: Person, isEscalated: Bool) -> ApprovalObjection? {
    let named = approvers(isEscalated: isEscalated)
    return named.isEmpty || named.contains { $0.covers(person) } ? nil : .isNotNamed(named.map(\.text))
  }
}
