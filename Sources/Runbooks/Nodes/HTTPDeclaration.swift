public import Templates
public import Values

/// A request to send.
public struct HTTPDeclaration: Sendable {
  /// The address.
  public var url: Field<String>
  /// The method; by default GET, or POST if there is a body.
  public var method: Field<String>?
  /// Header fields.
  public var headers: [(name: String, value: ValueTemplate)] = []
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)] = []
  /// The body.
  public var body: RequestBody?
  /// Statuses that mean success.
  public var expectedStatuses: Field<StatusPatterns> = .literal(.success)
  /// How it is sent, and its answer taken.
  public var fields = RequestFields()

  /// Methods that may do twice what they do when they are sent twice (design 3.4).
  public static let unsafeMethods: Set<String> = ["POST", "PATCH"]

  /// What the method must be if it must not be HEAD, which has no body and whose answer has none.
  public static func methodInsteadOfHead(hasBody: Bool, isSaved: Bool) -> String? {
    if hasBody { return "one that can have a body" }
    return isSaved ? "one whose answer can be saved" : nil
  }

  /// Whether a text can be the value of a header field: of one line, without control characters (RFC 9110, 5.5).
  public static func isFieldValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  /// How long a request may take unless the runbook says otherwise (design 3.3).
  public static let defaultTimeout = Duration.seconds(30)
}
