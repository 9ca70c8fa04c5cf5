internal import Planning
internal import Text

/// What an answer that points elsewhere means for a request: decided here, sent elsewhere (docs/decisions/0043).
public enum Redirection: Sendable {
  /// It is the answer.
  case none
  /// This is asked next.
  case follow(RequestAction)
  case refused(RequestFailure)

  /// Statuses that point elsewhere (RFC 9110, 15.4).
  private static let statuses: Set<Int> = [301, 302, 303, 307, 308]

  /// Whether a status points elsewhere.
  static func isRedirect(_ status: Int) -> Bool { statuses.contains(status) }

  /// What follows from an answer with `status` and the `locations` that it names, after `hops` redirects.
  ///
  /// `visited` has the methods and addresses that were asked already.
  public static func decide(
    on status: Int, locations: [String], to request: RequestAction, hops: Int, visited: Set<String>
  ) -> Redirection {
    let isWanted = request.expectedStatuses.contains { $0.contains(status) }
    guard statuses.contains(status), !isWanted, request.redirects > 0, let location = locations.first else {
      return .none
    }
    if hops >= request.redirects { return .refused(RequestFailure(.redirectLimit, "\(hops) times")) }
    guard Set(locations).count == 1, !location.isEmpty, let here = WebAddress(request.url) else {
      return .refused(RequestFailure(.redirectAddress))
    }
    switch here.resolving(location) {
    case .failure(.scheme(let scheme)):
      return .refused(RequestFailure(.redirectRefused, "it leads to an address of the scheme `\(scheme)`"))
    case .failure(.malformed): return .refused(RequestFailure(.redirectAddress))
    case .success(let next): return follow(next, from: here, status, request, visited)
    }
  }

  /// What stands for a request among those that were sent.
  public static func mark(of request: RequestAction) -> String { "\(request.method) \(request.url)" }

  private static func follow(
    _ next: WebAddress, from here: WebAddress, _ status: Int, _ request: RequestAction, _ visited: Set<String>
  ) -> Redirection {
    if here.scheme == "https", next.scheme == "http" {
      return .refused(RequestFailure(.redirectRefused, "it leads from https to http: \(next.text)"))
    }
    if next.isOfMachineItself, next.host != here.host {
      return .refused(RequestFailure(.redirectRefused, "it leads to an address of this machine's own: \(next.host)"))
    }
    var hop = request
    hop.url = request.signature == nil ? next.text : URLText.ordered(next.text)
    if becomesGet(request.method, status) {
      hop.method = "GET"
      hop.dropBody()
    }
    let isElsewhere = next.origin != here.origin
    if PlanRequest.isUnsafeTwice(hop.method), !(request.isIdempotent || request.hasIdempotencyKey && !isElsewhere) {
      let method = hop.method
      return .refused(RequestFailure(.redirectRefused, "a \(method) that is sent twice may be done twice"))
    }
    if isElsewhere { hop.leaveOrigin(isSameHost: next.host == here.host) }
    return visited.contains(mark(of: hop)) ? .refused(RequestFailure(.redirectLoop, next.text)) : .follow(hop)
  }

  /// Whether the method becomes GET (RFC 9110, 15.4.2 to 15.4.4).
  private static func becomesGet(_ method: String, _ status: Int) -> Bool {
    switch status {
    case 303: method != "HEAD" && method != "GET"
    case 301, 302: method == "POST"
    default: false
    }
  }
}

extension RequestAction {
  /// The header fields that another origin gets to see.
  private static let openFields: Set<String> = ["accept", "user-agent", "content-type"]

  fileprivate mutating func dropBody() {
    body = nil
    bodyFile = nil
    headers.removeAll { $0.name.lowercased().hasPrefix("content-") || Self.isKey($0.name) }
  }

  /// Drops what only the first origin may know.
  fileprivate mutating func leaveOrigin(isSameHost: Bool) {
    let keepsKey = hasOwnKey
    headers.removeAll { header in
      let name = header.name.lowercased()
      // The key that pyflow has made is no credential, and without it nothing is sent twice.
      return !Self.openFields.contains(name) && !(keepsKey && Self.isKey(name))
    }
    (signature, certificate, key, socket, place) = (nil, nil, nil, nil, nil)
    if !isSameHost { isInsecure = false }
  }

  private static func isKey(_ name: String) -> Bool { name.lowercased() == idempotencyKey }

  /// Whether the server can tell by a header field that it gets a request for the second time.
  fileprivate var hasIdempotencyKey: Bool { headers.contains { Self.isKey($0.name) } }
}
