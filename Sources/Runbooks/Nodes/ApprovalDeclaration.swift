public import Templates
public import Text
public import Values

/// Who may answer a question, and what they are asked besides (design 3.4).
public struct ApprovalDeclaration: Sendable {
  /// A name that was written: of a user, or of a group after `group:`.
  public struct Approver: Sendable {
    /// The name.
    public let name: Field<String>
    /// Where it stands.
    public let span: ByteSpan
  }

  /// Whom to ask when nobody has answered.
  public struct Escalation: Sendable {
    /// How long nobody has.
    public let after: Field<Duration>
    /// Who may answer then, besides those who may already.
    public let approvers: [Approver]
    /// The channels that hear of it then.
    public let channels: [ChannelReference]
    /// Where that stands.
    public let span: ByteSpan
  }

  /// Who may approve; anybody if empty.
  public var approvers: [Approver] = []
  /// How many must approve.
  public var minimum: Field<Int> = .literal(1)
  /// Where that stands.
  public var minimumSpan: ByteSpan?
  /// Whether whoever started the run may not approve.
  public var excludesRequester: Field<Bool> = .literal(false)
  /// What is asked besides.
  public var fields: [VariableDeclaration] = []
  /// Whom to ask when nobody has answered.
  public var escalation: Escalation?
  /// Whether it stands before a whole run, so that no option answers it.
  public var isGate = false

  init() {}
}
