import Foundation
import TestSupport
import Testing

/// Redirects from one server to another.
@Suite("Redirects of requests")
struct RedirectProgramTests {
  @Test("a second host gets no credentials", arguments: [301, 302, 303, 307, 308], ["GET", "POST", "PUT"])
  func secondHost(status: Int, method: String) throws {
    let second = LoopbackServer { _ in LoopbackAnswer(body: "there") }
    let first = LoopbackServer { request in
      request.target == "/start"
        ? LoopbackAnswer(status: status, headers: ["Location": "/middle", "Set-Cookie": "session=1"])
        : LoopbackAnswer(status: status, headers: ["Location": "http://127.0.0.1:\(second.port)/end"])
    }
    let program = Program(
      """
      [a]
      url = "http://ann:sesame@127.0.0.1:\(first.port)/start"
      method = "\(method)"
      idempotent = true
      follow = true
      headers = { Cookie = "c=sesame", X-Api-Key = "sesame", X-Own = "sesame", Accept = "text/plain" }
      """)
    let result = program.run("run", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    #expect(first.requests.count == 2 && second.requests.count == 1)
    #expect(first.requests.allSatisfy { $0.header("X-Own") == "sesame" && $0.header("Authorization") != nil })
    let there = try #require(second.requests.first)
    let names = Set(there.headers.map { $0.name.lowercased() })
    #expect(names.isSubset(of: ["host", "user-agent", "accept", "idempotency-key"]), "\(names)")
    #expect(!there.headers.contains { $0.value.contains("sesame") || $0.value.contains("c2VzYW1l") })
    let isChanged = method == "POST" && status < 304 || status == 303 && method != "GET"
    #expect(there.method == (isChanged ? "GET" : method))
    #expect((there.header("Idempotency-Key") != nil) == (there.method != "GET"))
  }

  @Test("no POST is sent twice without a key", arguments: [307, 308])
  func unsafe(status: Int) {
    let server = LoopbackServer { _ in LoopbackAnswer(status: status, headers: ["Location": "/again"]) }
    let result = Program("[a]\nurl = \"\(server.url())\"\nbody = \"x\"\nfollow = true").run("run", "--no-input")
    #expect(result.exit == 1 && server.requests.count == 1)
    #expect(result.error.contains("a redirect was not followed – a POST that is sent twice may be done twice"))
  }

  @Test("all of it has the time of one attempt")
  func deadline() {
    let server = HostileServer { head in
      let number = Int(head.split(separator: " ")[1].dropFirst()) ?? 0
      let bytes = Array("HTTP/1.1 302 Go\r\nLocation: /\(number + 1)\r\nContent-Length: 0\r\n\r\n".utf8)
      return [.drip(bytes, every: 8)]
    }
    let result = Program("[a]\nurl = \"\(server.url("/0"))\"\nfollow = 20\ntimeout = \"1s\"").run("run", "--no-input")
    #expect(result.exit == 1 && result.error.contains("timed out after 1s"), "\(result.error)")
    #expect(server.heads.count > 1)
    server.stop()
  }
}
