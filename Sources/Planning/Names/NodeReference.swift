internal import Text

/// The place of an expression that names a node.
struct NodeReference {
  /// What the expression asks for.
  enum Subject: Equatable {
    /// `has_succeeded('x')` and its kin.
    case outcome(OutcomeFunction)
    /// `nodes.x.stdout`: what the node made. Outside `when` this is a plain entry on it (design 5.2).
    case result(ResultAttribute)
  }

  let id: String
  let subject: Subject
  let span: ByteSpan

  /// Whether it asks for something that the node made.
  var isOfProduct: Bool {
    if case .result(let attribute) = subject { attribute.isProduct } else { false }
  }
}

/// The functions that ask how a node ended.
public enum OutcomeFunction: String, Sendable, CaseIterable {
  case hasSucceeded = "has_succeeded"
  case hasFailed = "has_failed"
  case hasRun = "has_run"
  case isSkipped = "is_skipped"
}

/// The functions that ask how the run is going.
public enum RunFunction: String, Sendable, CaseIterable {
  case success, failure, always, cancelled
}

/// What can be read of a node that has ended (design 4).
public enum ResultAttribute: String, Sendable, CaseIterable {
  case status
  case exitCode = "exit_code"
  case stdout, stderr, json, headers, outputs, attempts, duration
  case startedAt = "started_at"

  /// Whether reading it makes the reader depend on the node's success, rather than only wait for its end.
  var isProduct: Bool {
    switch self {
    case .stdout, .stderr, .json, .headers, .outputs: true
    case .status, .exitCode, .attempts, .duration, .startedAt: false
    }
  }

  /// Whether a node with instances has it: what the instances printed is theirs.
  var isOfGroups: Bool { self == .status || self == .duration || self == .startedAt }
  /// Whether only a node that ran has it.
  var needsRun: Bool { isProduct || self == .exitCode || self == .startedAt }
}

/// What a node's own expressions can read of it after it ran: `result.…` (design 4).
public enum OwnResultAttribute: String, Sendable, CaseIterable {
  /// The exit code of a command.
  case exitCode = "exit_code"
  /// The status of an HTTP answer.
  case status
  case stdout, stderr, json, headers, duration
  /// What a function gives by name.
  case outputs
  /// The number of the attempt.
  case attempt
}

/// What can be read of the run (design 4).
public enum RunAttribute: String, Sendable, CaseIterable {
  case id, title, environment, user, host, dir
  case startedAt = "started_at"
  case attempt
}
