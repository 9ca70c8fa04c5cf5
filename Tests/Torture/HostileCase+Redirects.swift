import TestSupport

extension HostileCase {
  /// Redirects to where nobody should go, and those that are followed.
  static let redirecting =
    [
      HostileCase("redirect to itself", "redirect-loop", location: "/"),
      HostileCase("redirect to itself with credentials", "redirect-loop", location: "http://eve:pw@127.0.0.1:PORT/"),
      HostileCase("redirect to an address", nil, location: "http://127.0.0.1:PORT/ok"),
      HostileCase("redirect without a scheme", nil, location: "//127.0.0.1:PORT/ok"),
      HostileCase("redirect to a path with dots", nil, location: "a/../../ok"),
      HostileCase("redirect with a fragment", nil, location: "/ok#top"),
      HostileCase("redirect for ever", nil, location: "/ok", follow: "follow = 20"),
      HostileCase("redirect that is not followed", "http-status", location: "/ok", follow: ""),
      HostileCase(
        "redirect that is the answer", nil, location: "/elsewhere", follow: "follow = 5\nexpect_status = 302"),
      HostileCase("redirect to nothing", "redirect-address", location: ""),
      HostileCase("redirect to white space", "redirect-address", location: "/a b"),
      HostileCase("redirect to a bad port", "redirect-address", location: "http://127.0.0.1:99999/"),
      HostileCase("redirect to two hosts in one", "redirect-address", location: "http://a@b@127.0.0.1:PORT/ok"),
      HostileCase("redirect with a backslash", "redirect-address", location: "http://127.0.0.1:PORT\\@evil.invalid/"),
      HostileCase("redirect to a link-local address", "redirect-refused", location: "http://169.254.169.254/latest/"),
      HostileCase("redirect to a number", "redirect-refused", location: "http://2852039166/latest/"),
      HostileCase("redirect to a mapped address", "redirect-refused", location: "http://[::ffff:169.254.169.254]/"),
      HostileCase("redirect to a name of a cloud", "redirect-refused", location: "http://metadata.google.internal/"),
    ]
    + ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "gopher://127.0.0.1/", "data:,x"].map {
      HostileCase("redirect to \($0.prefix { $0 != ":" })", "redirect-refused", location: $0)
    }
    + [
      HostileCase(
        "redirect without a place", "http-status", keys: "follow = true",
        .text("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")),
      HostileCase(
        "redirect to two places", "redirect-address", keys: "follow = true",
        .text("HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")),
      HostileCase("a thousand hops", "redirect-limit", keys: "follow = true") { head, _ in
        let count = Int(head.split(separator: " ")[1].dropFirst()) ?? 0
        return [.text("HTTP/1.1 307 Go\r\nLocation: /\(count + 1)\r\nContent-Length: 0\r\n\r\n")]
      },
      HostileCase("two addresses in turn", "redirect-loop", keys: "follow = 20") { head, _ in
        let next = head.hasPrefix("GET /a") ? "/b" : "/a"
        return [.text("HTTP/1.1 301 Go\r\nLocation: \(next)\r\nContent-Length: 0\r\n\r\n")]
      },
      HostileCase("a POST that would be sent twice", "redirect-refused", keys: "follow = true\nbody = \"x\"") {
        head, _ in
        [.text("HTTP/1.1 307 Go\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")]
      },
    ]

  /// Answers that are HTTP, and not what is wanted.
  static let judged = [
    HostileCase("status 401", "http-status", .text("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("status 500", "http-status", .text("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")),
    HostileCase("JSON that is none", "expression", keys: "expect = \"result.json.a == 1\"", ok),
    HostileCase(
      "JSON too deep", "expression", keys: "expect = \"result.json.a == 1\"",
      .text(start + "\r\n" + String(repeating: "[", count: 90_000))),
    HostileCase("an answer that is another", "expect", keys: "expect = \"result.stdout == 'yes'\"", ok),
    HostileCase("a header that is not there", "expression", keys: "expect = \"result.headers.etag == 'x'\"", ok),
  ]
}
