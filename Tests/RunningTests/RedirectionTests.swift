import Running
import Testing

/// What follows from answers that point elsewhere.
@Suite("Redirects")
struct RedirectionTests {
  private static func request(_ method: String = "GET", _ url: String = "https://one.example/a/b") -> RequestAction {
    var request = RequestAction(method: method, url: url, timeout: .seconds(1), workingDirectory: "/")
    request.redirects = 5
    request.headers = [
      ("Authorization", "Bearer t"), ("Cookie", "c=1"), ("X-Api-Key", "k"), ("X-Own", "o"), ("Accept", "text/html"),
      ("User-Agent", "me"), ("Content-Type", "text/plain"),
    ]
    request.signature = RequestAction.Signature(credentials: "a:b")
    (request.certificate, request.key, request.socket, request.place) = ("/c", "/k", "/s", "h:")
    (request.proxy, request.proxyCredentials, request.authorities) = ("http://p", "u:p", "/ca")
    request.isInsecure = true
    return request
  }

  private static func next(
    _ location: String, _ status: Int = 302, _ request: RequestAction = request(), hops: Int = 0,
    visited: Set<String> = []
  ) -> RequestAction? {
    let result = Redirection.decide(on: status, locations: [location], to: request, hops: hops, visited: visited)
    if case .follow(let next) = result { return next }
    return nil
  }

  private static func refusal(
    _ location: String, _ status: Int = 302, _ request: RequestAction = request(), hops: Int = 0
  ) -> RequestFailure.Kind? {
    let result = Redirection.decide(on: status, locations: [location], to: request, hops: hops, visited: [])
    if case .refused(let failure) = result { return failure.kind }
    return nil
  }

  @Test("to the same origin keep everything", arguments: ["/c", "c", "//one.example/c", "https://ONE.example:443/c"])
  func sameOrigin(location: String) throws {
    let next = try #require(Self.next(location))
    #expect(next.headers.map(\.name) == Self.request().headers.map(\.name))
    #expect(next.signature != nil && next.certificate == "/c" && next.socket == "/s" && next.place == "h:")
  }

  @Test(
    "to another origin keep nothing that only the first may know",
    arguments: ["https://two.example/", "//two.example/", "https://one.example:444/", "https://sub.one.example/"])
  func otherOrigin(location: String) throws {
    let next = try #require(Self.next(location))
    #expect(next.headers.map(\.name) == ["Accept", "User-Agent", "Content-Type"])
    #expect(next.signature == nil && next.certificate == nil && next.key == nil)
    #expect(next.socket == nil && next.place == nil)
    // The proxy and whom to trust are the client's own business.
    #expect(next.proxyCredentials == "u:p" && next.authorities == "/ca")
    #expect(next.isInsecure == location.contains("//one.example"))
  }

  @Test("become GET where browsers and servers have agreed on that")
  func methods() {
    let cases: [(method: String, status: Int, next: String?)] = [
      ("GET", 301, "GET"), ("HEAD", 302, "HEAD"), ("POST", 301, "GET"), ("POST", 302, "GET"), ("POST", 303, "GET"),
      ("PUT", 303, "GET"), ("PATCH", 303, "GET"), ("HEAD", 303, "HEAD"), ("PUT", 302, "PUT"), ("DELETE", 307, "DELETE"),
      ("POST", 307, nil), ("POST", 308, nil), ("PATCH", 301, nil), ("GET", 308, "GET"),
    ]
    for (method, status, next) in cases {
      var request = Self.request(method)
      request.body = [1]
      let hop = Self.next("/c", status, request)
      #expect(hop?.method == next, "\(method) \(status)")
      if let hop {
        let isChanged = hop.method != method
        #expect((hop.body == nil) == isChanged, "\(method) \(status)")
        #expect(hop.headers.contains { $0.name == "Content-Type" } == !isChanged, "\(method) \(status)")
      }
    }
  }

  @Test("repeat an unsafe method only where that does no harm")
  func unsafe() {
    var keyed = Self.request("POST")
    keyed.headers.append(("Idempotency-Key", "k"))
    #expect(Self.next("/c", 307, keyed)?.method == "POST")
    #expect(Self.refusal("https://two.example/", 307, keyed) == .redirectRefused)
    var idempotent = keyed
    idempotent.isIdempotent = true
    #expect(
      Self.next("https://two.example/", 307, idempotent)?.headers.contains { $0.name == "Idempotency-Key" } == false)
    idempotent.hasOwnKey = true
    #expect(
      Self.next("https://two.example/", 307, idempotent)?.headers.contains { $0.name == "Idempotency-Key" } == true)
  }

  @Test("are refused where nobody should go")
  func refusals() {
    #expect(Self.refusal("http://one.example/") == .redirectRefused)
    #expect(Self.refusal("ftp://one.example/") == .redirectRefused)
    #expect(Self.refusal("http://169.254.169.254/", 302, Self.request("GET", "http://x/")) == .redirectRefused)
    #expect(Self.next("http://169.254.169.254/b", 302, Self.request("GET", "http://169.254.169.254/a")) != nil)
    #expect(Self.refusal("") == .redirectAddress)
    #expect(Self.refusal("/c", hops: 5) == .redirectLimit)
    #expect(Self.next("/c", hops: 4) != nil)
  }

  @Test("are answers where they are wanted, or not followed")
  func answers() {
    var wanted = Self.request()
    wanted.expectedStatuses = [302...302]
    var still = Self.request()
    still.redirects = 0
    for request in [wanted, still] {
      #expect(Self.next("/c", 302, request) == nil && Self.refusal("/c", 302, request) == nil)
    }
    for status in [200, 300, 304, 305, 306, 404] { #expect(Self.next("/c", status) == nil, "\(status)") }
  }

  @Test("that go in a circle end")
  func loops() {
    let visited: Set = ["GET https://one.example/c"]
    #expect(Self.next("/c", visited: visited) == nil)
    #expect(Self.next("/d", visited: visited) != nil)
  }

  @Test("of a server that sends credentials do not send them on")
  func credentials() {
    #expect(Self.next("https://u:p@two.example/x")?.url == "https://two.example/x")
  }
}
