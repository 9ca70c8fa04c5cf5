internal import Runbooks
public import Templates
internal import Text
public import Values

/// A request to send.
public struct PlanRequest: Sendable {
  /// The address.
  public var url: Field<String>
  /// The method; by default GET, or POST if there is a body.
  public var method: Field<String>?
  /// Header fields.
  public var headers: [(name: String, value: ValueTemplate)]
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)]
  /// The body.
  public var body: RequestBody?
  /// Statuses that mean success.
  public var expectedStatuses: [ClosedRange<Int>]
  /// How it is sent, and its answer taken.
  public var fields = RequestFields()

  /// These statuses as a runbook writes them: `200`, or `2xx` for a hundred of them.
  public var expectedStatusTexts: [String] {
    expectedStatuses.map { $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound / 100)xx" }
  }

  /// How long a request may take unless the runbook says otherwise (design 3.3).
  public static let defaultTimeout = HTTPDeclaration.defaultTimeout

  /// Whether a text can be the method of a request.
  public static func isMethod(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "-") }
  }

  /// What the method must be if it must not be HEAD, which has no body and whose answer has none.
  public var methodInsteadOfHead: String? {
    HTTPDeclaration.methodInsteadOfHead(hasBody: body != nil, isSaved: fields.target != nil)
  }

  /// Whether a header field usually holds credentials.
  static func isSensitive(header name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "cookie", "token", "secret", "password", "api-key", "apikey", "credential"].contains {
      name.contains($0)
    }
  }

  /// Whether a text can be the value of a header field: of one line, without control characters (RFC 9110, 5.5).
  public static func isFieldValue(_ text: String) -> Bool {
    HTTPDeclaration.isFieldValue(text)
  }

  /// Methods that may do twice what they do when they are sent twice (RFC 9110, 9.2.2).
  public static func isUnsafeTwice(_ method: String) -> Bool { HTTPDeclaration.unsafeMethods.contains(method) }

  /// Methods that only read.
  public static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE"]

  /// The method; a template as it is written.
  public var methodText: String { method.map { PlanAction.text($0).uppercased() } ?? defaultMethod }

  /// The method where the runbook states none.
  public var defaultMethod: String { body == nil ? "GET" : "POST" }
}
