internal import Runbooks
public import Templates
internal import Text
public import Values

/// A request to send.
public struct PlanRequest: Sendable {
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
  public var headers: [(name: String, value: ValueTemplate)]
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)]
  /// The body.
  public var body: Body?
  /// Statuses that mean success.
  public var expectedStatuses: [ClosedRange<Int>]

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

  /// Methods that only read.
  static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE"]

  /// The method where the runbook states none.
  public var defaultMethod: String { body == nil ? "GET" : "POST" }
}
