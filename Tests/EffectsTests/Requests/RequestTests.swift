import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

@Suite("What requests send")
struct RequestTests {
  @Test(
    "method, path and query arrive as they are",
    arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
  func methods(method: String) async {
    await #expect(processExitsWith: .success) { [method] in
      let probe = try CurlProbe()
      let path = "/a/../b//c?x=[1-3]&y={p,q}&z=%20'\"$(id)`;"
      #expect(probe.send(method, path).ending == .answered(status: 200))
      #expect(probe.server.requests.map(\.method) == [method])
      #expect(probe.server.requests.map(\.target) == [path])
      #expect(probe.server.requests.map(\.body) == [[]])
    }
  }

  @Test("header values arrive as they are, whatever they look like")
  func headers() async {
    await #expect(processExitsWith: .success) {
      let values = [
        "plain", "a \"quoted\" \\ value\\n", "'; $(touch x) `id` | &", "@/etc/passwd", "ends in ;", ":", "-", "#",
        "a\tb",
        "ünïcödé ☃", "", "   ", "X: y", "\" \nurl = x".replacingOccurrences(of: "\n", with: " "),
        String(repeating: "v", count: 4000),
      ]
      let probe = try CurlProbe()
      let result = probe.send {
        $0.headers = values.enumerated().map { ("X-Value-\($0.offset)", $0.element) }
      }
      #expect(result.ending == .answered(status: 200))
      let request = try #require(probe.server.requests.first)
      for (index, value) in values.enumerated() {
        let expected = value.trimmingCharacters(in: .whitespaces)
        #expect(request.header("X-Value-\(index)") == expected, "value \(index)")
      }
      #expect(!probe.world.folder.exists("x"))
    }
  }

  @Test("headers of curl's own are replaced by the runbook's, and a doubled one comes twice")
  func ownHeaders() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      _ = probe.send("POST") {
        $0.headers = [("User-Agent", "mine"), ("Content-Type", "application/json"), ("X-A", "1"), ("X-A", "2")]
        $0.body = Array("{}".utf8)
      }
      let request = try #require(probe.server.requests.first)
      let fields = request.headers.map { "\($0.name): \($0.value)" }
      #expect(
        fields.filter { !$0.hasPrefix("Host") } == [
          "Accept: */*", "User-Agent: mine", "Content-Type: application/json", "X-A: 1", "X-A: 2", "Content-Length: 2",
        ])
    }
  }

  @Test("a body arrives byte by byte")
  func bodies() async {
    await #expect(processExitsWith: .success) {
      let bodies: [[UInt8]] = [
        Array("@/etc/passwd".utf8), Array("a=b&c=d\r\n\n".utf8), [], Array(0...255),
        (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) },
      ]
      let probe = try CurlProbe()
      for body in bodies { #expect(probe.send("PUT") { $0.body = body }.ending == .answered(status: 200)) }
      #expect(probe.server.requests.map(\.body) == bodies)
      #expect(probe.server.requests.allSatisfy { $0.header("Expect") == nil })
      #expect(probe.server.requests.allSatisfy { $0.header("Content-Type") == "text/plain; charset=utf-8" })
    }
  }

  @Test("nothing of a request stands in curl's arguments or environment")
  func argv() async {
    await #expect(processExitsWith: .success) {
      // While the server has not answered, curl can be looked at.
      let probe = try CurlProbe { _ in LoopbackAnswer(body: Self.lookAtChildren()) }
      let result = probe.send("POST", "/secret-path?token=secret-query") {
        $0.headers = [("Authorization", "Bearer secret-header")]
        $0.body = Array("secret-body".utf8)
      }
      #expect(result.output.contains("curl\0--disable\0--config\0-\0"), "\(result.output)")
      #expect(!result.output.contains("secret"))
      #expect(probe.server.requests.first?.text == "secret-body")
    }
  }

  /// The arguments and environments of this process's children.
  private static func lookAtChildren() -> String {
    children().map { process in
      ["cmdline", "environ"].map { name in
        let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(name)") ?? Data()
        return String(decoding: bytes, as: UTF8.self)
      }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The children of every thread: the one that asks is not the one that started them.
  private static func children() -> [String] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return threads.flatMap { thread in
      let text = try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)
      return (text ?? "").split(separator: " ").map(String.init)
    }
  }

  @Test("the user's curlrc is not read")
  func curlrc() async {
    await #expect(processExitsWith: .success) {
      let home = TemporaryFolder()
      home.write("header = \"X-Leak: 1\"\n", to: ".curlrc")
      let probe = try CurlProbe(environment: [("HOME", home.path), ("CURL_HOME", home.path)])
      #expect(probe.send().ending == .answered(status: 200))
      #expect(probe.server.requests.first?.header("X-Leak") == nil)
    }
  }
}
