import Testing

@testable import Text

@Suite("Web addresses")
struct WebAddressTests {
  static let addresses: [(text: String, shown: String?, origin: String)] = [
    ("http://host", "http://host", "http://host:80"),
    ("HTTPS://Host.Example/A?b=C#top", "https://host.example/A?b=C", "https://host.example:443"),
    ("http://host:8080?x", "http://host:8080?x", "http://host:8080"),
    ("http://host:/", "http://host/", "http://host:80"),
    ("http://u:p@host/", "http://***@host/", "http://host:80"),
    ("http://[::1]:80/x", "http://[::1]:80/x", "http://::1:80"),
    ("http://münchen.example/ü", "http://münchen.example/ü", "http://münchen.example:80"),
    ("http://host/{a}[b]\\c", "http://host/{a}[b]\\c", "http://host:80"),
    ("http://host/@x?y@z", "http://host/@x?y@z", "http://host:80"),
    ("ftp://host", nil, ""), ("host", nil, ""), ("http://", nil, ""), ("http:///x", nil, ""), ("http://:80/", nil, ""),
    ("http://a b/", nil, ""), ("http://host/a b", nil, ""), ("http://host/\n", nil, ""),
    ("http://host/\u{7F}", nil, ""),
    ("http://host:99999/", nil, ""), ("http://host:0/", nil, ""), ("http://host:8x/", nil, ""),
    ("http://host\\@evil/", nil, ""), ("http://a@b@c/", nil, ""), ("http://[::1/", nil, ""),
    ("http://[host]/", nil, ""),
    ("http://[::1]x/", nil, ""), ("http://ho<st/", nil, ""), ("javascript:alert(1)//http://x", nil, ""),
  ]

  @Test("are taken apart, or are none", arguments: addresses)
  func parse(text: String, shown: String?, origin: String) {
    let address = WebAddress(text)
    #expect(address?.shown == shown)
    #expect(address?.origin ?? "" == origin)
  }

  /// Those of RFC 3986, 5.4, with a scheme of the web.
  static let references: [(reference: String, meaning: String?)] = [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
    ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q"),
    ("g#s", "http://a/b/c/g"), ("g?y#s", "http://a/b/c/g?y"), (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"),
    (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"),
    ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
    ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"),
    ("g?y/./x", "http://a/b/c/g?y/./x"), ("https://b", "https://b"), ("g:h", nil), ("file:///x", nil), ("a b", nil),
    ("http:g", nil), ("//a:b@c@d/", nil),
  ]

  @Test("resolve references", arguments: references)
  func resolve(reference: String, meaning: String?) throws {
    let base = try #require(WebAddress("http://a/b/c/d;p?q"))
    #expect((try? base.resolving(reference).get())?.text == meaning)
  }

  @Test(
    "know the places of a machine itself",
    arguments: [
      ("169.254.169.254", true), ("169.254.0.1", true), ("2852039166", true), ("0xA9FEA9FE", true),
      ("0251.0376.0251.0376", true), ("169.16689662", true), ("169.254.169.254.", true), ("[fe80::1]", true),
      ("[febf::1%eth0]", true), ("[fd00:ec2::254]", true), ("[::ffff:169.254.1.1]", true), ("[::ffff:a9fe:a9fe]", true),
      ("metadata.google.internal", true), ("100.100.100.200", true), ("127.0.0.1", false), ("10.0.0.1", false),
      ("169.255.1.1", false), ("[fec0::1]", false), ("[::1]", false), ("host.example", false), ("256.1.1.1", false),
      ("[2001:db8::ffff:1]", false),
    ])
  func machineItself(host: String, isOfIt: Bool) throws {
    #expect(try #require(WebAddress("http://\(host)/")).isOfMachineItself == isOfIt)
  }

  @Test(
    "hide what stands before an @",
    arguments: [
      ("http://u:p@host/", "http://***@host/"), ("http://{{ U }}:{{ P }}@host/x", "http://***@host/x"),
      ("http://host/{{ x }}?mail=a@b", "http://host/{{ x }}?mail=a@b"), ("http://host", "http://host"),
      ("u:p@x", "***@x"),
    ])
  func hiding(text: String, shown: String) {
    #expect(WebAddress.hidingCredentials(text) == shown)
  }

  @Test(
    "of a place to connect to",
    arguments: [
      ("host", "host:"), ("host:8443", "host:8443"), ("[::1]:80", "[::1]:80"), ("10.0.0.1", "10.0.0.1:"),
      ("a:b:c", nil), ("host/x", nil), ("u@host", nil), ("", nil), ("a b", nil), ("a\nb", nil),
    ])
  func place(text: String, meaning: String?) {
    #expect(ConnectionPlace(text)?.text == meaning)
  }

  @Test(
    "of a proxy",
    arguments: [
      ("host:3128", "http://host:3128"), ("http://u:p@host:3128/", "http://host:3128"),
      ("socks5h://host", "socks5h://host"),
      ("ftp://host", nil), ("http://host/x", nil), ("http://a b", nil), ("", nil), ("host\n", nil),
    ])
  func proxy(text: String, meaning: String?) {
    #expect(ProxyAddress(text)?.text == meaning)
  }

  @Test(
    "percent-encoded text is decoded as far as it is",
    arguments: [("a%40b", "a@b"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%C3%BC", "ü")])
  func decoding(text: String, meaning: String) {
    #expect(PercentEncoding.decoded(text.utf8) == meaning)
  }
}
