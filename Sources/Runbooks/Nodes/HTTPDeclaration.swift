public import Templates
public import Values

/// A request to send.
public struct HTTPDeclaration: Sendable {
  /// What is sent as the body.
  public enum Body: Sendable {
    case json(ValueTemplate)
    case text(Field<String>)
  }

  /// The address.
  public var url: Field<String>
  /// The method; by default GET, or POST if there is a body.
  public var method: Field<String>?
  /// Header fields.
  public var headers: [(name: String, value: ValueTemplate)] = []
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)] = []
  /// The body.
  public var body: Body?
  /// Statuses that mean success.
  public var expectedStatuses: Field<StatusPatterns> = .literal(.success)

  /// How long a request may take unless the runbook says otherwise (design 3.3).
  public static let defaultTimeout = Duration.seconds(30)
}
