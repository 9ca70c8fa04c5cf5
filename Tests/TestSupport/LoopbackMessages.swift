import Foundation

/// A request that came to a `LoopbackServer`.
public struct LoopbackRequest: Sendable, Equatable {
  /// A header field.
  public struct Field: Sendable, Equatable {
    /// Its name, as it was sent.
    public let name: String
    /// Its value, without white space around it.
    public let value: String
  }

  /// The method: `GET`, `POST`.
  public let method: String
  /// The path and the query, as they were sent.
  public let target: String
  /// The header fields, in order.
  public let headers: [Field]
  /// The body.
  public internal(set) var body: [UInt8]

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of the first header field of that name; upper and lower case are the same.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Reads a request's head: everything before the empty line.
  init?(head: String) {
    var lines = head.components(separatedBy: "\r\n")
    let words = lines.removeFirst().split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3 else { return nil }
    method = words[0]
    target = words[1]
    headers = lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return Field(
        name: String(line[..<colon]),
        value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
    body = []
  }
}

/// What a `LoopbackServer` sends back.
public struct LoopbackAnswer: Sendable {
  /// The bytes that go over the wire.
  let bytes: [UInt8]

  /// An answer with a status, further header fields and a body.
  ///
  /// With `declaredLength` it promises another length than the body's.
  public init(status: Int = 200, headers: [String: String] = [:], body: String = "", declaredLength: Int? = nil) {
    var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(declaredLength ?? body.utf8.count)\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
    bytes = Array((head + "Connection: close\r\n\r\n" + body).utf8)
  }

  /// An answer of exactly these bytes, which need not be HTTP.
  public init(raw: [UInt8]) {
    bytes = raw
  }

  /// No answer: the connection is closed.
  public static let hangUp = LoopbackAnswer(raw: [])
}
