import Foundation
import TestSupport
import Testing

/// `runbooks/features/http.toml`.
@Suite("The runbook with requests")
struct HTTPRunbookTests {
  private let program = Program()

  init() {
    program.folder.copy("runbooks/features/http.toml", as: "deploy.toml")
    program.folder.copy("runbooks/features/server.py", as: "server.py")
  }

  @Test("asks, follows, saves, sends, and is tried again")
  func succeeds() {
    let result = program.run("run", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.readData("served/file")?.count == 1 << 20)
    #expect(result.error.contains("↻ upload attempt 1 failed: HTTP 503, expected 201"))
    #expect(result.error.contains("· say: version 1.0, 1048576 bytes sent back"))
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(
      audit.contains(
        "\"saved\":{\"path\":\"\(program.folder.path)/served/file\",\"bytes\":1048576,\"sha256\":\"fbbab289f7f94b25"))
    #expect(!audit.contains("token-for-the-example\"") || audit.contains("echo token-for-the-example"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("fails where an answer is not as expected, and undoes what it has started")
  func expectation() {
    let result = program.run("run", "--no-input", "--var", "WANTED=0.9")
    #expect(result.exit == 1 || result.exit == 4, "\(result.error)")
    #expect(result.error.contains("✗ page failed: the answer is not as expected: result.json.version == WANTED and"))
    #expect(result.error.contains("✓ serve rolled back"))
  }

  @Test("what an answer's header was is there when a run is taken up")
  func resumed() {
    let server = LoopbackServer { _ in LoopbackAnswer(headers: ["X-Version": "7", "Set-Cookie": "a=1"], body: "{}") }
    let program = Program(
      """
      [ask]
      url = "\(server.url())"
      [use]
      command = "test -e go && printf '%s %s' {{ nodes.ask.headers['x-version'] }} {{ nodes.ask.headers['set-cookie'][0] }} >said"
      """)
    #expect(program.run("run", "--no-input").exit == 1)
    program.folder.write("", to: "go")
    let result = program.run("resume", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("said") == "7 a=1")
    #expect(server.requests.count == 1)
  }

  @Test("a plan shows what is sent, and no credentials")
  func plan() {
    let program = Program(
      """
      [a]
      url = "https://ann:sesame@host/x"
      headers = { X-Own = "1", Authorization-Token = "sesame" }
      query = { q = 1 }
      form = { a = 1 }
      follow = true
      proxy = "http://ann:sesame@p"
      expect = "result.status == 200"
      client_cert = "c.pem"
      """)
    let plan = program.run("plan").output
    #expect(
      plan.contains(
        """
             $ POST https://***@host/x
               query q; headers X-Own, Authorization-Token; a form a; follows 5 redirects; certificate c.pem; by a proxy; \
        expects result.status == 200

        """), "\(plan)")
    let json = program.run("plan", "--json").output
    #expect(
      !json.contains("sesame") && json.contains("\"follow\":5") && json.contains("\"proxy\":\"http://***@p\""),
      "\(json)")
    #expect(program.run("validate").error.contains("secret.literal"))
  }

  @Test("what looks at what a node changes can be a request")
  func snapshot() {
    let count = Locked(0)
    let server = LoopbackServer { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      return LoopbackAnswer(body: "{\"b\": 1.0, \"a\": \(number)}")
    }
    let program = Program(
      """
      [a]
      command = "true"
      snapshot = { url = "\(server.url())", expect = "result.json.b == 1", headers = { Accept = "application/json" } }
      """)
    #expect(program.run("run", "--no-input").exit == 0)
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("state.captured") && audit.contains("\"/a\""), "\(audit)")
  }
}
