import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

/// Files that are sent and saved, and ways to go.
@Suite("Transfers")
struct TransferTests {
  @Test(
    "a file arrives as it is, whatever the address ends in", arguments: ["/up", "/up/", "/", "", "/up/?a=/b/", "/up?x"])
  func bodyFile(path: String) async {
    await #expect(processExitsWith: .success) { [path] in
      let probe = try CurlProbe()
      let bytes = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) })
      probe.world.folder.write(bytes, to: "data")
      let result = probe.send("PUT", path) { $0.bodyFile = probe.world.folder.path + "/data" }
      #expect(result.ending == .answered(status: 200), "\(result.ending)")
      let request = try #require(probe.server.requests.first)
      #expect(request.target == (path.isEmpty ? "/" : path) && request.method == "PUT")
      #expect(Data(request.body) == bytes && request.header("Content-Length") == "300000")
      #expect(request.header("Expect") == nil && request.header("Transfer-Encoding") == nil)
    }
  }

  @Test("an empty file is an empty body; what is no file is refused before anything is sent")
  func oddFiles() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      let folder = probe.world.folder.path
      probe.world.folder.write("", to: "empty")
      func send(_ path: String) -> ActionResult.Ending { probe.send("POST") { $0.bodyFile = path }.ending }
      #expect(send(folder + "/empty") == .answered(status: 200))
      #expect(probe.server.requests.first?.header("Content-Length") == "0")
      for (path, words) in [(folder, "Is a directory"), (folder + "/none", "No such file"), ("/dev/null", "Invalid")] {
        let ending = send(path)
        guard case .couldNotStart(let message) = ending else {
          Issue.record("\(path): \(ending)")
          continue
        }
        #expect(message.contains(words) && message.contains(path), "\(message)")
      }
      #expect(probe.server.requests.count == 1)
    }
  }

  @Test("an answer is saved whole, or not at all")
  func saving() async {
    await #expect(processExitsWith: .success) {
      let text = String(repeating: "data\0", count: 100_000)
      let probe = try CurlProbe { request in
        switch request.target {
        case "/bad": LoopbackAnswer(status: 404, body: "no such thing")
        case "/cut": LoopbackAnswer(body: "half", declaredLength: 100)
        default: LoopbackAnswer(body: text)
        }
      }
      let folder = probe.world.folder
      func save(_ path: String, _ name: String = "out", limit: Int = 1 << 20) -> ActionResult {
        probe.send("GET", path) {
          $0.target = folder.path + "/" + name
          $0.maximumAnswer = limit
        }
      }
      folder.write("old", to: "out", mode: 0o640)
      #expect(save("/bad").ending == .answered(status: 404) && folder.read("out") == "old")
      #expect(save("/cut").ending != .answered(status: 200) && folder.read("out") == "old")
      #expect(save("/", limit: 1000).ending == .answerTooLarge(limit: 1000) && folder.read("out") == "old")
      let result = save("/")
      #expect(result.ending == .answered(status: 200) && result.saved?.bytes == 500_000 && result.stdout.isEmpty)
      #expect(folder.read("out") == text)
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/out")
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      // Nothing else is left, and the log has what a person wants to read.
      #expect(folder.list().filter { $0 != "run" } == ["out"])
      try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "out")
      let refusals = [
        ("none/out", "there is no folder \(folder.path)/none"), ("run", "\(folder.path)/run is a folder, not a file"),
        ("link", "\(folder.path)/link is a symbolic link, not a file"),
      ]
      for (name, words) in refusals {
        #expect(save("/", name).ending == .requestFailed(RequestFailure(.save, words)))
      }
    }
  }

  @Test("a request ends with the first piece of its answer that cannot be saved")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { _ in
        LoopbackAnswer(body: String(repeating: "x", count: 300_000), declaredLength: 300_001)
      }
      let path = probe.world.folder.path
      var limit = rlimit()
      #if os(Linux)
        let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #else
        let fileSize = RLIMIT_FSIZE
      #endif
      #expect(getrlimit(fileSize, &limit) == 0)
      limit.rlim_cur = 100_000
      #expect(setrlimit(fileSize, &limit) == 0)
      let result = probe.send { $0.target = path + "/out" }
      #expect(result.log?.bytes ?? 0 == 0)
      let failure = result.failure
      #expect(
        failure == "the answer could not be saved – write \(path)/.out.pyflow-new: File too large")
      #expect(probe.world.folder.list().filter { $0 != "run" } == [])
    }
  }

  @Test("what a crash has left beside the place of an answer is removed; what somebody writes is not")
  func leftovers() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { _ in LoopbackAnswer(body: "whole") }
      let folder = probe.world.folder
      folder.write("half", to: ".out.pyflow-new")
      func save() { #expect(probe.send { $0.target = folder.path + "/out" }.saved?.bytes == 5) }
      save()
      #expect(folder.list().filter { $0 != "run" } == ["out"] && folder.read("out") == "whole")
      folder.write("mine", to: ".out.pyflow-new")
      let lock = try #require(try FileDescriptor.locking(folder.path + "/.out.pyflow-new"))
      save()
      lock.closeLocked()
      #expect(folder.read(".out.pyflow-new") == "mine")
    }
  }

  @Test("what cannot be reached is told: the proxy, the socket or the server")
  func places() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      func failure(_ change: (inout RequestAction) -> Void) -> RequestFailure.Kind? {
        if case .requestFailed(let failure) = probe.send("GET", "/", timeout: .seconds(60), change).ending {
          failure.kind
        } else {
          nil
        }
      }
      #expect(failure { $0.proxy = "http://127.0.0.1:1" } == .proxyConnection)
      #expect(failure { $0.proxy = "socks5://127.0.0.1:1" } == .proxyConnection)
      #expect(failure { $0.url = "http://LocalHost:1/" } == .refused)
      #expect(failure { $0.place = "127.0.0.1:1" } == .refused)
      #expect(failure { $0.socket = probe.world.folder.path + "/none.sock" } == .socket)
      let long = "/" + String(repeating: "x", count: 120)
      #expect(
        probe.send { $0.socket = long }.ending == .couldNotStart("connect to the socket \(long): File name too long"))
    }
  }

  @Test("a redirect's own body is no answer")
  func redirectBody() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { request in
        request.target == "/end"
          ? LoopbackAnswer(headers: ["X-End": "1"], body: "the end")
          : LoopbackAnswer(status: 302, headers: ["Location": "/end", "X-Start": "1"], body: "elsewhere")
      }
      let result = probe.send {
        $0.redirects = 1
        $0.target = probe.world.folder.path + "/out"
      }
      #expect(result.ending == .answered(status: 200) && probe.world.folder.read("out") == "the end")
      #expect(result.headers.contains { $0.name == "x-end" } && !result.headers.contains { $0.name == "x-start" })
      #expect(probe.send { $0.redirects = 1 }.output == "the end")
      #expect(probe.world.folder.list().filter { $0 != "run" } == ["out"])
    }
  }

  @Test("another place to connect to keeps the address's name")
  func place() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      let port = probe.server.port
      let result = probe.send {
        $0.url = "http://service.invalid:81/x"
        $0.place = "127.0.0.1:\(port)"
      }
      #expect(result.ending == .answered(status: 200))
      #expect(probe.server.requests.first?.header("Host") == "service.invalid:81")
    }
  }

  @Test("a proxy gets the whole address and its own credentials")
  func proxy() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      let result = Self.sendByProxy(probe)
      #expect(result.ending == .answered(status: 200))
      let request = try #require(probe.server.requests.last)
      #expect(request.target == "http://service.invalid/x/")
      #expect(request.header("Proxy-Authorization") == "Basic dTpw")
      #expect(request.header("Authorization") == nil)
    }
  }

  private static func sendByProxy(_ probe: CurlProbe) -> ActionResult {
    probe.send("PUT") {
      $0.url = "http://service.invalid/x/"
      $0.proxy = "http://127.0.0.1:\(probe.server.port)"
      $0.proxyCredentials = "u:p"
      $0.bodyFile = probe.world.folder.path + "/run/.keep"
    }
  }

  @Test("the environment's proxy is used, unless the request is to go without one")
  func environmentProxy() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe(environment: [("http_proxy", "http://127.0.0.1:1")])
      #expect(probe.send { $0.proxy = "" }.ending == .answered(status: 200))
      #expect(probe.send().failure.hasPrefix("no connection to the proxy – curl: (7) "))
    }
  }

  @Test("what is signed for Amazon names its scope")
  func signature() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe()
      _ = probe.send {
        $0.signature = RequestAction.Signature(credentials: "AK:secret", scope: ("eu-central-1", "sts"))
      }
      let value = probe.server.requests.first?.header("Authorization") ?? ""
      #expect(value.hasPrefix("AWS4-HMAC-SHA256 Credential=AK/") && value.contains("/eu-central-1/sts/aws4_request"))
      #expect(!value.contains("secret"))
    }
  }

  @Test("no value of any kind becomes another option of curl's or another header field")
  func quoting() async {
    await #expect(processExitsWith: .success) {
      let probe = try CurlProbe { _ in .hangUp }
      let values = (HostileValues.known + HostileValues.random(400, seed: 7)).filter { value in
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      }
      for start in stride(from: 0, to: values.count, by: 40) {
        let part = values[start..<min(start + 40, values.count)]
        _ = probe.send {
          $0.headers = part.enumerated().map { ("X-Value-\($0.offset)", $0.element) }
          $0.url += "?q=\(start)"
        }
        let request = try #require(probe.server.requests.last)
        #expect(request.target == "/?q=\(start)")
        #expect(request.headers.count == part.count + 3, "\(request.headers)")
        for (index, value) in part.enumerated() {
          let blank = CharacterSet(charactersIn: " \t")
          #expect(request.header("X-Value-\(index)") == value.trimmingCharacters(in: blank), "\(value)")
        }
      }
    }
  }

  @Test("what curl is told of, it is told in one line each, whatever it is")
  func configuration() {
    for value in HostileValues.known + HostileValues.random(2000, seed: 3) {
      var request = RequestAction(method: "GET", url: "http://x/", timeout: .seconds(1), workingDirectory: "/")
      request.headers = [("X", value)]
      (request.authorities, request.certificate, request.key, request.socket) = (value, value, value, value)
      (request.place, request.proxy, request.proxyCredentials) = (value, value, value)
      request.signature = RequestAction.Signature(credentials: value)
      let lines = CurlRequest.configuration(for: request, within: .seconds(1)).split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == 23, "\(value)")
    }
  }
}
