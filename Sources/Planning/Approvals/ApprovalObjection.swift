/// Why a person's answer to a question does not count.
public enum ApprovalObjection: Sendable, Equatable {
  /// Only these may.
  case isNotNamed([String])
  case isRequester
  case hasApproved
  /// What they filled in is not what somebody filled in before them.
  case fieldsDiffer
  /// What they filled in is not allowed, or something is missing.
  case fieldsWrong
  /// The question was answered, or withdrawn, before.
  case isLate

  /// A stable word for programs.
  public var code: String {
    switch self {
    case .isNotNamed: "approvers"
    case .isRequester: "requester"
    case .hasApproved: "twice"
    case .fieldsDiffer, .fieldsWrong: "fields"
    case .isLate: "late"
    }
  }

  /// The objection in words.
  public var message: String {
    switch self {
    case .isNotNamed(let names): "only \(names.joined(separator: ", ")) may"
    case .isRequester: "whoever started the run may not"
    case .hasApproved: "the same person has approved already"
    case .fieldsDiffer: "the values differ from those that were approved before"
    case .fieldsWrong: "its fields are not filled in as they must be"
    case .isLate: "the question is no longer open"
    }
  }
}
