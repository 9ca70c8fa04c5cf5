public import Planning

/// A question that is put to people.
public struct ApprovalRequest: Sendable {
  /// What the question is about.
  public enum Moment: String, Sendable {
    /// Whether the node starts.
    case before
    /// Whether what it did is as it should be.
    case after
    /// Whether the node starts although nothing can undo it.
    case irreversible
  }

  /// The node's index.
  public var node: Int
  /// What is asked, and whom.
  public var question: Question
  /// What it is about; nothing if the node is nothing but the question.
  public var moment: Moment?
  /// Who is asked now.
  public var audience: Audience
  /// What the node did, if that is what the question is about.
  public var result: ActionResult?
  /// The attempt in which it did that.
  public var attempt = 0
  /// What it leaves for others, if anybody reads it.
  public var kept: KeptResult?

  /// Who is asked.
  public enum Audience: Sendable {
    /// Whoever is at the terminal of the run, besides others.
    case terminal
    /// Others alone.
    case others
    /// Nobody: `--yes` answers it.
    case nobody
  }

  /// A question of a node.
  public init(node: Int, question: Question, moment: Moment? = nil, audience: Audience = .others) {
    self.node = node
    self.question = question
    self.moment = moment
    self.audience = audience
  }
}

/// Approvers in words.
public enum ApproverText {
  /// The names of several.
  public static func list(_ approvers: [Approver]) -> String { approvers.map(\.text).joined(separator: ", ") }
}

/// An approval that counts.
public struct ApprovalGrant: Sendable {
  /// The node's index.
  public var node: Int
  /// Who approved.
  public var decision: Decision
  /// How many have approved with this one.
  public var count: Int
  /// How many must.
  public var needed: Int
  /// Whether the record of it stands in the file already.
  public var isOnRecord = false

  /// An approval.
  public init(node: Int, decision: Decision, count: Int = 1, needed: Int = 1) {
    self.node = node
    self.decision = decision
    self.count = count
    self.needed = needed
  }
}
