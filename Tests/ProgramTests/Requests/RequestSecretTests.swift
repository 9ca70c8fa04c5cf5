import Foundation
import TestSupport
import Testing

/// Secrets in everything of a request that can hold one.
@Suite("Secrets of requests")
struct RequestSecretTests {
  private static let secrets = ["TOKEN", "PASSWORD", "KEY", "WORD"].map { ($0, "s3cr3t-\($0.lowercased())-value") }

  /// Every place of a request that may hold a secret; the last node fails with words of curl's own.
  private static func runbook(_ port: Int) -> String {
    let base = "http://127.0.0.1:\(port)"
    return """
      [runbook]
      on_failure = "continue"
      [runbook.secrets]
      \(secrets.map { "\($0.0) = { env = \"\($0.0)\" }" }.joined(separator: "\n"))
      [address]
      url = "http://ann:{{ secrets.PASSWORD }}@127.0.0.1:\(port)/{{ secrets.WORD }}"
      query = { q = "{{ secrets.KEY }}" }
      headers = { X-Api-Key = "{{ secrets.KEY }}", Cookie = "a={{ secrets.WORD }}" }
      [bearer]
      url = "\(base)/"
      auth = { bearer = "{{ secrets.TOKEN }}" }
      json = { a = ["{{ secrets.WORD }}"] }
      expect_status = 404
      [basic]
      url = "\(base)/"
      auth = { basic = { user = "ann", password = "{{ secrets.PASSWORD }}" } }
      form = { a = "{{ secrets.WORD }}" }
      [both]
      url = "\(base)/"
      auth = { basic = "ann:{{ secrets.PASSWORD }}" }
      body = "{{ secrets.WORD }}"
      [signed]
      url = "\(base)/"
      auth = { aws_sigv4 = { access_key = "AK", secret_key = "{{ secrets.KEY }}", session_token = "{{ secrets.TOKEN }}", region = "eu", service = "s3" } }
      expect = "result.stdout == secrets.WORD"
      [proxied]
      url = "http://service.invalid/{{ secrets.WORD }}"
      proxy = "http://ann:{{ secrets.PASSWORD }}@127.0.0.1:\(port)"
      [redirected]
      url = "\(base)/redirect/{{ secrets.WORD }}"
      follow = true
      [refused]
      url = "http://{{ secrets.WORD }}.invalid/{{ secrets.KEY }}"
      [wrong]
      url = "ftp://ann:{{ secrets.PASSWORD }}@x/"
      [line]
      url = "\(base)/"
      headers = { X = "{{ secrets.WORD }}\\n" }
      """
  }

  @Test("are seen nowhere: not in arguments, records, logs, messages or plans")
  func nowhere() throws {
    // The server tells everything that it was told.
    let server = LoopbackServer { request in
      if request.target.hasPrefix("/redirect") {
        return LoopbackAnswer(status: 302, headers: ["Location": "ftp://x/\(request.target)"])
      }
      let told = request.target + request.headers.map { "\($0.name): \($0.value)\n" }.joined() + request.text
      return LoopbackAnswer(
        status: request.target == "/" ? 200 : 203, headers: ["X-Echo": "\(request.target)"], body: told)
    }
    var program = Program(Self.runbook(server.port).replacing("\nurl =", with: "\ndepends_on = []\nurl ="))
    for (name, value) in Self.secrets { program.environment[name] = value }
    let running = program.start("run", "--no-input")
    let watch = ArgumentWatch(running.processIdentifier)
    while running.isRunning { watch.look() }
    let result = running.wait()
    #expect(result.exit == 1)
    #expect(
      server.requests.contains {
        $0.target.contains("s3cr3t-word-value") && $0.header("X-Api-Key") == "s3cr3t-key-value"
      })
    #expect(server.requests.contains { $0.header("Authorization") == "Bearer s3cr3t-token-value" })
    #expect(server.requests.contains { $0.header("Proxy-Authorization") != nil })
    #expect(!watch.seen.isEmpty && watch.seen.contains { $0.contains("curl") })
    var texts: [(String, String)] = [
      ("arguments", watch.seen.joined(separator: "\n")), ("stdout", result.output), ("stderr", result.error),
    ]
    for verb in [
      ["plan"], ["plan", "--json"], ["audit", "show"], ["validate"], ["logs", "deploy.toml"], ["history"],
    ] {
      let said = program.run(verb)
      texts.append((verb.joined(separator: " "), said.output + said.error))
    }
    for file in program.folder.list() + Self.files(below: program.folder) {
      texts.append((file, program.folder.readData(file).map { String(decoding: $0, as: UTF8.self) } ?? ""))
    }
    #expect(texts.contains { $0.0.hasSuffix(".log") })
    for (name, text) in texts {
      for (_, secret) in Self.secrets {
        #expect(!text.contains(secret), "\(secret) in \(name)")
        #expect(!text.contains(Data(secret.utf8).base64EncodedString().dropLast(4)), "\(secret) in base64 in \(name)")
      }
    }
    print("secrets of requests: \(watch.count) looks at the arguments, \(watch.rate) in a second")
  }

  @Test(
    "that are addresses are not seen either, however they are written",
    arguments: [
      "http://LocalHost:PORT/services/UPUPUPUP", "HTTP://localhost:PORT/services/UPUPUPUP",
      "http://ann:pw@localhost:PORT/services/UPUPUPUP", "http://localhost:PORT/services/UPUPUPUP#part",
      "http://localhost:0PORT/services?a=UPUPUPUP&b=1", "ftp://ann:pw@LocalHost/UPUPUPUP",
    ])
  func addresses(address: String) {
    let server = LoopbackServer { request in
      request.target.contains("again")
        ? LoopbackAnswer(status: 500, body: request.target)
        : LoopbackAnswer(status: 302, headers: ["Location": "HTTP://LOCALHOST.:1\(request.target)/again?x"])
    }
    var program = Program(
      """
      [runbook]
      on_failure = "continue"
      [runbook.secrets]
      UP = { env = "UP" }
      [whole]
      url = "{{ secrets.UP }}"
      [more]
      url = "{{ secrets.UP }}/more"
      query = { q = "1" }
      follow = true
      [rest]
      url = "http://{{ secrets.UP.split('://')[1] }}"
      poll = { every = "1s", fail_limit = 0 }
      [signed]
      url = "{{ secrets.UP }}"
      auth = { aws_sigv4 = { access_key = "AK", secret_key = "{{ 'sssssssss' }}" } }
      [loop]
      url = "{{ secrets.UP }}/again"
      [b]
      command = "exit 0"
      rollback = { url = "{{ secrets.UP }}" }
      [c]
      command = "exit 1"
      depends_on = ["b"]
      critical = true
      """.replacing("\nurl =", with: "\ndepends_on = []\nurl ="))
    program.environment["UP"] = address.replacing("PORT", with: String(server.port))
    let result = program.run("run", "--no-input", "--max-retries", "0")
    let shown = program.run("audit", "show")
    #expect(result.exit != 0 && result.error.contains("***"), "\(result.error)")
    let traces = SecretTraces.all(of: program, result, shown)
    #expect(!traces.contains("UPUPUPUP"), "\(traces.split(separator: "\n").filter { $0.contains("UPUPUPUP") })")
  }

  private static func files(below folder: TemporaryFolder) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return files.filter { !$0.hasSuffix(".toml") && $0.contains("/") }
  }
}
