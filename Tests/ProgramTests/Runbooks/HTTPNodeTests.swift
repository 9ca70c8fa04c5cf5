import Foundation
import TestSupport
import Testing

/// HTTP nodes against a real server.
@Suite("HTTP nodes")
struct HTTPNodeTests {
  @Test("send what the runbook says, and later nodes read the answer")
  func requestAndAnswer() throws {
    let server = LoopbackServer { _ in
      LoopbackAnswer(status: 201, headers: ["X-Kind": "new"], body: #"{"id": 7, "name": "it's"}"#)
    }
    let program = Program(
      """
      [variables]
      BASE = { required = true }
      NAME = "a & b"
      [make]
      url = "{{ BASE }}/items"
      method = "POST"
      headers = { X-Token = "{{ NAME }}" }
      query = { q = "{{ NAME }}", n = 3 }
      json = { name = "{{ NAME }}", count = 2, nested = { list = [1, "{{ NAME }}"] } }
      expect_status = 201
      [use]
      command = "printf '%s|' {{ nodes.make.json.id }} {{ nodes.make.json.name }} {{ nodes.make.exit_code }} >said"
      """)
    let result = program.run("run", "--var", "BASE=http://127.0.0.1:\(server.port)")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("said") == "7|it's|201|")
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/items?q=a%20%26%20b&n=3")
    #expect(request.header("X-Token") == "a & b")
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.text == #"{"name":"a & b","count":2,"nested":{"list":[1,"a & b"]}}"#)
  }

  @Test(
    "fail when the answer is not the expected one",
    arguments: [
      (200, "", true), (204, "", true), (302, "", false), (404, "", false), (500, "", false),
      (404, "expect_status = 404", true), (200, "expect_status = 404", false),
      (503, "expect_status = [200, \"5xx\"]", true), (201, "expect_status = \"2xx\"", true),
    ])
  func expectedStatus(_ status: Int, _ key: String, _ succeeds: Bool) {
    let server = LoopbackServer { _ in LoopbackAnswer(status: status, body: "the answer's text") }
    let result = Program("[ask]\nurl = \"\(server.url())\"\n\(key)").run("run")
    #expect(result.exit == (succeeds ? 0 : 1))
    if !succeeds {
      #expect(
        result.error.contains("✗ ask failed: HTTP \(status)\(key.isEmpty ? "" : ", expected 404") ("), "\(result.error)"
      )
      #expect(result.error.contains("the answer's text"))
    }
  }

  @Test("fail within their timeout when no answer comes")
  func timeout() {
    let never = DispatchSemaphore(value: 0)
    let server = LoopbackServer { _ in
      never.wait()
      return .hangUp
    }
    let result = Program("[ask]\nurl = \"\(server.url())\"\ntimeout = \"300ms\"").run("run")
    never.signal()
    #expect(result.exit == 1)
    #expect(result.error.contains("✗ ask failed: timed out after 300ms"), "\(result.error)")
  }

  @Test("say what went wrong with the connection", arguments: ["hang up", "refused", "no such host", "cut"])
  func connectionFailures(_ kind: String) {
    let server = LoopbackServer { _ in
      kind == "cut" ? LoopbackAnswer(body: "half", declaredLength: 100) : .hangUp
    }
    let url =
      switch kind {
      case "refused": "http://127.0.0.1:9/"
      case "no such host": "http://no-such-host.invalid/"
      default: server.url()
      }
    let result = Program("[ask]\nurl = \"\(url)\"").run("run")
    #expect(result.exit == 1)
    #expect(result.error.contains("✗ ask failed: "))
    #expect(!result.error.contains("✗ ask failed: exit"), "\(result.error)")
  }

  @Test("do not follow redirects that they are not told to: an answer is an answer")
  func redirect() {
    let server = LoopbackServer { _ in LoopbackAnswer(status: 302, headers: ["Location": "/elsewhere"]) }
    #expect(Program("[ask]\nurl = \"\(server.url())\"\nexpect_status = 302").run("run").exit == 0)
    #expect(server.requests.count == 1)
    let result = Program("[ask]\nurl = \"\(server.url())\"").run("run")
    #expect(
      result.error.contains("✗ ask failed: HTTP 302 to /elsewhere, which only `follow` goes to"), "\(result.error)")
  }

  @Test("without curl they are refused before anything runs")
  func withoutCurl() {
    var program = Program("[a]\ncommand = \"touch ran\"\n[ask]\nurl = \"http://127.0.0.1:9/\"")
    program.stub("only", "true")
    program.environment["PATH"] = "\(program.folder.path)/bin"
    let result = program.run("validate")
    #expect(result.exit == 2)
    #expect(result.error.contains("curl"))
    #expect(program.run("run").exit == 2)
  }
}
