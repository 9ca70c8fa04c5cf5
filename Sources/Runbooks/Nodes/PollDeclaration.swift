public import Templates
public import Text
public import Values

/// How a node is repeated until there is a verdict (design 5.5).
public struct PollDeclaration: Sendable {
  /// Where its key stands.
  public let span: ByteSpan
  /// A sample passes where it is true.
  public var until: Condition?
  /// A sample has failed where it is true.
  public var failIf: Condition?
  /// From the end of a sample to the next one.
  public var every: Field<Duration>?
  /// How that grows.
  public var backoff: Field<Backoff>?
  /// The longest that it grows to.
  public var maximumEvery: Field<Duration>?
  /// Whether each wait is a little shorter or longer.
  public var jitter: Field<Bool>?
  /// How long a verdict is waited for.
  public var timeout: Field<Duration>?
  /// Samples that must pass in a row.
  public var minimumPasses: Field<Int>?
  /// Failed samples that are allowed in all.
  public var failLimit: Field<Int>?
  /// Samples without an answer that are allowed in a row.
  public var unknownLimit: Field<Int>?
  /// What follows where nobody can tell.
  public var onUnknown: Field<UnknownPolicy>?
  /// Whom it asks.
  public var source: Field<PollSource>?
  /// Exit codes by which an observer says yes.
  public var passCodes: Field<ExitCodes>?
  /// Exit codes by which an observer says no.
  public var failCodes: Field<ExitCodes>?

  /// How long a verdict is waited for where the runbook does not say (design 5.5).
  public static let defaultTimeout = Duration.seconds(300)

  init(span: ByteSpan) {
    self.span = span
  }
}

/// Whom a poll asks, which decides what its answers mean (design 5.5).
public enum PollSource: String, Sendable, CaseIterable {
  /// The thing itself: no answer is a bad answer.
  case target
  /// Something that speaks about the thing: no answer tells nothing.
  case observer
}

/// What follows where a poll cannot tell (design 5.5).
public enum UnknownPolicy: String, Sendable, CaseIterable {
  case fail
  /// A person is asked.
  case approve
  /// The run ends as it stands: nothing further starts, nothing is undone.
  case halt
}

extension PollSource: ValueConvertible {}
extension UnknownPolicy: ValueConvertible {}
