import TestSupport

/// Something that a server does, and what a request to it must come to.
struct HostileCase: Sendable {
  typealias Step = HostileServer.Step

  let name: String
  /// The code of the reason that the node fails for; nothing if it succeeds.
  let code: String?
  /// The path that is asked for, or a whole address.
  var target = "/"
  /// Further keys of the node.
  var keys = ""
  var readsFirst = true
  let script: @Sendable (_ head: String, _ port: Int) -> [Step]

  /// A server that always does the same.
  init(
    _ name: String, _ code: String?, target: String = "/", keys: String = "", readsFirst: Bool = true, _ steps: Step...
  ) {
    self.init(name, code, target: target, keys: keys, readsFirst: readsFirst) { _, _ in steps }
  }

  init(
    _ name: String, _ code: String?, target: String = "/", keys: String = "", readsFirst: Bool = true,
    script: @escaping @Sendable (_ head: String, _ port: Int) -> [Step]
  ) {
    self.name = name
    self.code = code
    self.target = target
    self.keys = keys
    self.readsFirst = readsFirst
    self.script = script
  }

  /// An answer that redirects, to an address in which `PORT` stands for the server's own port.
  init(_ name: String, _ code: String?, status: Int = 302, location: String, follow: String = "follow = true") {
    self.init(name, code, keys: follow) { head, port in
      if head.hasPrefix("GET /ok") { return [Self.ok] }
      let location = location.replacing("PORT", with: String(port))
      return [.text("HTTP/1.1 \(status) Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")]
    }
  }

  static let ok = Step.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
  static let start = "HTTP/1.1 200 OK\r\n"
  static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"

  static let all = slow + large + broken + strange + redirecting + judged
}

extension HostileCase {
  /// Too little, too late; the time of an attempt is a second.
  static let slow = [
    HostileCase("slow header", "timeout", .drip(Array((start + "X: yyyyyyyyyyyyyyyyy").utf8), every: 150)),
    HostileCase(
      "one byte now and then", "timeout", .text(start + "Content-Length: 100\r\n\r\n"),
      .drip(Array(repeating: 0x78, count: 100), every: 150)),
    HostileCase(
      "one chunk now and then", "timeout", .text(chunked), .drip(Array("1\r\nx\r\n1\r\nx\r\n1\r\n".utf8), every: 150)),
    HostileCase("silence", "timeout", .hold),
    HostileCase("silence before the request", "timeout", readsFirst: false, .hold),
    HostileCase("silence within the header", "timeout", .text(start + "X-A: 1\r\n"), .hold),
    HostileCase("silence within the body", "timeout", .text(start + "Content-Length: 9\r\n\r\nhalf"), .hold),
    HostileCase("silence after 100", "timeout", .text("HTTP/1.1 100 Continue\r\n\r\n"), .hold),
    HostileCase("silence after a redirect", "timeout", keys: "follow = true") { head, _ in
      head.hasPrefix("GET / ")
        ? [.text("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")] : [.hold]
    },
  ]

  /// More than anybody wants; the largest answer is 100,000 bytes.
  static let large = [
    HostileCase("endless body of no length", "size", .text(start + "\r\n"), .flood(many)),
    HostileCase("endless chunks", "size", .text(chunked), .flood(Array("10\r\n0123456789abcdef\r\n".utf8))),
    HostileCase(
      "body of 100 GB", "size", .text(start + "Content-Length: 107374182400\r\n\r\n"), .flood(many)),
    HostileCase("one huge chunk", "size", .text(chunked + "FFFFFFF\r\n"), .flood(many)),
    HostileCase("one byte too many", "size", .text(start + "\r\n" + String(repeating: "x", count: 100_001))),
    HostileCase("exactly as much as may come", nil, .text(start + "\r\n" + String(repeating: "x", count: 100_000))),
    HostileCase("endless header", "headers-too-large", .text(start), .flood(Array("X-A: bbbbbbbbbbbbbbbbbb\r\n".utf8))),
    HostileCase("endless header line", "headers-too-large", .text(start + "X-A: "), .flood(many)),
    HostileCase("endless status line", "headers-too-large", .text("HTTP/1.1 200 "), .flood(many)),
    HostileCase("100 for ever", "headers-too-large", .flood(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))),
    HostileCase(
      "ten thousand cookies", "headers-too-large",
      .text(start + String(repeating: "Set-Cookie: a=12345678\r\n", count: 11_000)),
      .text("\r\n")),
    HostileCase(
      "a bomb of gzip stays as it is", nil, .text(start + "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"),
      .send([0x1F, 0x8B] + Array(repeating: 0, count: 18))),
  ]

  private static let many = [UInt8](repeating: 0x78, count: 16 << 10)

  /// Connections that end too early.
  static let broken = [
    HostileCase("hangs up", "no-answer"),
    HostileCase("reset before the answer", "connection-lost", .reset),
    HostileCase("reset within the header", "connection-lost", .text(start + "X-A: 1\r\n"), .reset),
    HostileCase("reset within the body", "connection-lost", .text(start + "Content-Length: 9\r\n\r\nhalf"), .reset),
    HostileCase("reset within a chunk", "connection-lost", .text(chunked + "9\r\nhalf"), .reset),
    HostileCase("cut within the body", "truncated", .text(start + "Content-Length: 9\r\n\r\nhalf")),
    HostileCase("cut within a chunk", "truncated", .text(chunked + "9\r\nhalf")),
    HostileCase("cut before the last chunk", "truncated", .text(chunked + "4\r\nhalf\r\n")),
    HostileCase("refused", "refused", target: "http://127.0.0.1:1/"),
    HostileCase("no such host", "dns", target: "http://no-such-host.invalid/"),
    HostileCase("no such proxy", "proxy-dns", keys: "proxy = \"http://no-such-proxy.invalid:3128\""),
    HostileCase("TLS that is none", "tls", target: "https", readsFirst: false, .text("HTTP/1.1 200 OK\r\n\r\n")),
    HostileCase(
      "TLS of garbage", "tls", target: "https", readsFirst: false, .send([UInt8](repeating: 0xA5, count: 500))),
    HostileCase("TLS that hangs up", "tls", target: "https", readsFirst: false),
    HostileCase("TLS that is silent", "timeout", target: "https", readsFirst: false, .hold),
  ]

  /// What is no HTTP, or not quite.
  static let strange = [
    HostileCase("status 000", "bad-http", .text("HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("status 999", "http-status", .text("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("status abc", "bad-http", .text("HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("negative status", "bad-http", .text("HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("HTTP/0.9", "bad-http", .text("<html>hello</html>\n")),
    HostileCase("HTTP/7.3", "bad-http", .text("HTTP/7.3 200 OK\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("preface of HTTP/2", "bad-http", .text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
    HostileCase("another protocol", "bad-http", .text("SSH-2.0-OpenSSH_9.2\r\n")),
    HostileCase("garbage", "bad-http", .send((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 193 >> 3 | 128) })),
    HostileCase("NUL in the header", "bad-http", .send(Array((start + "X-A: a").utf8) + [0] + Array("b\r\n\r\n".utf8))),
    HostileCase("wrong size of a chunk", "bad-http", .text(chunked + "zz\r\nxx\r\n0\r\n\r\n")),
    HostileCase("size of a chunk over all bounds", "bad-http", .text(chunked + "FFFFFFFFFFFFFFFFFF\r\nx\r\n")),
    HostileCase("negative length", "bad-http", .text(start + "Content-Length: -5\r\n\r\n")),
    HostileCase("length that is no number", "bad-http", .text(start + "Content-Length: many\r\n\r\n")),
    HostileCase("length over all bounds", "size", .text(start + "Content-Length: 99999999999999999999999\r\n\r\nx")),
    HostileCase("two lengths", "truncated", .text(start + "Content-Length: 2\r\nContent-Length: 900\r\n\r\nok")),
    HostileCase("unknown transfer coding", "bad-http", .text(start + "Transfer-Encoding: zstd9\r\n\r\nok")),
    HostileCase(
      "informational answers first", nil,
      .text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLocation: /x\r\n\r\n"), ok),
    HostileCase(
      "two hundred informational answers", nil, .text(String(repeating: "HTTP/1.1 102 Busy\r\n\r\n", count: 200)), ok),
    HostileCase("NUL in the body", nil, .text(start + "Content-Length: 3\r\n\r\n"), .send([0, 1, 0])),
    HostileCase("body that is no UTF-8", nil, .text(start + "Content-Length: 3\r\n\r\n"), .send([0xFF, 0xFE, 0xC0])),
    HostileCase(
      "header that is no UTF-8", nil, .send(Array((start + "X-A: ").utf8) + [0xFF, 0xC0]),
      .text("\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("body for 204", nil, .text("HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\nhello")),
    HostileCase("body for HEAD", nil, keys: "method = \"HEAD\"", .text(start + "Content-Length: 5\r\n\r\nhello")),
    HostileCase("more than the length says", nil, .text(start + "Content-Length: 2\r\n\r\nok and a lot more")),
    HostileCase(
      "length and chunks", nil,
      .text(start + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")),
    HostileCase(
      "trailers", nil, keys: "expect = \"result.stdout == 'ok'\"", .text(chunked + "2\r\nok\r\n0\r\nX-After: 1\r\n\r\n")
    ),
    HostileCase(
      "words of curl's own", nil, .text(start + "X-A: pyflow-status:500\r\nContent-Length: 17\r\n\r\npyflow-status:500")
    ),
  ]
}
