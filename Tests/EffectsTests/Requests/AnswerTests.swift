import Foundation
import Running
import TestSupport
import Testing
import Values

@testable import Effects

@Suite("What comes of requests")
struct AnswerTests {
  @Test(
    "an answer's status and body, whatever the status", arguments: [200, 201, 204, 301, 304, 401, 404, 500, 503, 599])
  func statuses(status: Int) async {
    await #expect(processExitsWith: .success) { [status] in
      let body = status == 204 || status == 304 ? "" : "body of \(status)\n"
      let probe = try CurlProbe { _ in
        LoopbackAnswer(status: status, headers: ["Location": "/elsewhere", "X-Noise": "pyflow-status:999"], body: body)
      }
      let result = probe.send()
      #expect(result.ending == .answered(status: status))
      #expect(result.output == body && result.errors == "")
      #expect(result.log?.bytes == (body.isEmpty ? nil : body.utf8.count))
      // Redirects are not curl's to follow.
      #expect(probe.server.requests.count == 1)
    }
  }

  @Test("the body is kept and logged byte by byte, even if it looks like curl's own words")
  func body() async {
    await #expect(processExitsWith: .success) {
      let text = "pyflow-status:404\n\0\u{1B}[2J☃ pyflow-status:500"
      let probe = try CurlProbe { _ in LoopbackAnswer(body: text) }
      let result = probe.send()
      #expect(result.ending == .answered(status: 200) && result.output == text)
      #expect(probe.world.folder.readData("run/node-0.1.log") == Data(text.utf8))
    }
  }

  @Test("what HEAD answers is header fields, and no body")
  func head() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { _ in LoopbackAnswer(status: 200) }
      let result = probe.send("HEAD")
      #expect(result.ending == .answered(status: 200) && result.log == nil && result.stdout.isEmpty)
      #expect(result.headers.contains { $0 == ("content-length", "0") })
    }
  }

  @Test("an answer over the limit is refused, one of exactly the limit is not")
  func size() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { request in
        LoopbackAnswer(body: String(repeating: "x", count: Int(request.target.dropFirst()) ?? 0))
      }
      #expect(probe.send("GET", "/1000") { $0.maximumAnswer = 1000 }.ending == .answered(status: 200))
      #expect(probe.send("GET", "/1001") { $0.maximumAnswer = 1000 }.ending == .answerTooLarge(limit: 1000))
      #expect(probe.send("HEAD", "/5000000") { $0.maximumAnswer = 1000 }.ending == .answered(status: 200))
      #expect(probe.send("GET", "/5000000") { $0.maximumAnswer = 1000 }.ending == .answerTooLarge(limit: 1000))
    }
  }

  @Test("a server that is not there refuses the connection")
  func refused() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      probe.server.stop()
      let result = probe.send()
      #expect(result.failure.hasPrefix("the connection was refused – curl: (7) "), "\(result.failure)")
      #expect(result.log == nil)
    }
  }

  @Test("a server that hangs up, stops in the middle, or speaks no HTTP")
  func broken() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { request in
        switch request.target {
        case "/hang-up": .hangUp
        case "/cut": LoopbackAnswer(body: "short", declaredLength: 100)
        default: LoopbackAnswer(raw: Array("SSH-2.0-OpenSSH\r\n".utf8))
        }
      }
      let cases = [
        ("/hang-up", "the server sent no answer – curl: (52) "), ("/cut", "the answer was cut short – curl: (18) "),
        ("/ssh", "the answer is not HTTP as it should be – curl: (1) "),
      ]
      for (path, words) in cases {
        let failure = probe.send("GET", path).failure
        #expect(failure.hasPrefix(words), "\(path): \(failure)")
      }
    }
  }

  @Test(
    "addresses that are no web addresses are refused by curl too",
    arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://"])
  func schemes(url: String) async {
    await #expect(processExitsWith: .success) { [url] in
      let probe = try CurlProbe()
      let result = probe.send { $0.url = url }
      #expect(!result.failure.hasPrefix("it did not fail"), "\(result.ending)")
      #expect(result.stdout.isEmpty)
    }
  }

  @Test("a server that does not answer ends the request when its time is over")
  func timeout() async {
    await #expect(processExitsWith: .success) {
      let hold = DispatchSemaphore(value: 0)
      let probe = try CurlProbe { _ in
        hold.wait()
        return .hangUp
      }
      let failure = probe.send(timeout: .milliseconds(-900)).failure
      #expect(failure.hasPrefix("timed out – curl: (28) "), "\(failure)")
      hold.signal()
    }
  }

  @Test("a request may take as long as can be said")
  func longest() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      for timeout in [Duration.seconds(1 << 40), .seconds(Int64.max / 2), .milliseconds(1)] {
        #expect(probe.send(timeout: timeout).ending == .answered(status: 200), "\(timeout)")
      }
    }
  }

  @Test("a request that is ended was killed")
  func ended() async {
    await #expect(processExitsWith: .success) {
      let hold = DispatchSemaphore(value: 0)
      let reached = DispatchSemaphore(value: 0)
      let probe = try CurlProbe { _ in
        reached.signal()
        hold.wait()
        return .hangUp
      }
      let request = RequestAction(
        method: "GET", url: probe.server.url(), timeout: .seconds(60), workingDirectory: probe.world.folder.path)
      probe.world.start(.request(request))
      // Only a world that waits hands curl its configuration.
      while reached.wait(timeout: .now()) == .timedOut {
        _ = probe.world.world.wait(until: probe.world.world.now().advanced(by: .milliseconds(5)))
      }
      probe.world.world.perform(.end(node: 0, .terminate))
      #expect(probe.world.finish().ending == .killed(signal: 15))
      hold.signal()
    }
  }

  @Test("without curl the request cannot be started")
  func noCurl() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe(environment: [("PATH", "/no/such/folder")])
      #expect(probe.send().ending == .couldNotStart("start curl: No such file or directory"))
    }
  }
}
