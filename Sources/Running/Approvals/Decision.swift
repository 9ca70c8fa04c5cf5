public import Planning
public import Values

/// A person's answer to the question of a node: the facts that are recorded.
public struct Decision: Sendable, Equatable {
  /// The way in which somebody answered.
  public enum Origin: Sendable, Equatable {
    /// At the terminal of the run.
    case terminal
    /// By the option `--yes`.
    case option
    /// With `pyflow approve` or `reject`, which have recorded it.
    case command
  }

  /// The node's id.
  public var node: String
  /// Which of the node's questions it answers: a node may ask before it starts and again when it has succeeded.
  public var moment: ApprovalRequest.Moment?
  /// Whether it approves; else it rejects.
  public var isApproval: Bool
  /// Who answered.
  public var person: Person
  /// How.
  public var origin: Origin
  /// What they said about it.
  public var comment: String?
  /// What they filled in.
  public var fields: ValueMap

  /// A decision.
  public init(
    node: String, moment: ApprovalRequest.Moment? = nil, isApproval: Bool, person: Person, origin: Origin,
    comment: String? = nil, fields: ValueMap = ValueMap()
  ) {
    self.node = node
    self.moment = moment
    self.isApproval = isApproval
    self.person = person
    self.origin = origin
    self.comment = comment
    self.fields = fields
  }

  /// Who answered, for messages: "ann", "ann (--yes)".
  public var by: String { origin == .option ? "\(person.text) (--yes)" : person.text }
}

extension Decision {
  /// The answer, with the name and the groups that the system's files have for the number of its person now: a record alone
  /// makes nobody a member of a group.
  public func identified(by identify: (Int) -> Person) -> Decision {
    var decision = self
    let person = identify(decision.person.userID)
    decision.person.name = person.name
    decision.person.groups = person.groups
    return decision
  }
}
