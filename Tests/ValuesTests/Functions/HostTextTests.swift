import Testing
import Values

/// The names and addresses of machines as text.
@Suite("Hosts as text")
struct HostTextTests {
  @Test(
    "names and addresses are hosts, and nothing else is",
    arguments: [
      ("db", true), ("db.internal", true), ("db.internal.", true), ("_sip.example.com", true),
      ("xn--bcher-kva.ch", true),
      ("127.0.0.1", true), ("127.1", true), ("::1", true), ("[::1]", true), ("fe80::1", true),
      ("::ffff:10.0.0.1", true),
      ("", false), (".", false), ("a..b", false), ("-a", false), ("a b", false), ("a/", false), ("a:80", false),
      ("ann@db", false), ("http://db", false), ("bücher.ch", false), ("fe80::1%eth0", false), ("[::1", false),
      ("a\n", false), (String(repeating: "a", count: 64), false), (String(repeating: "a.", count: 127), false),
    ])
  func hosts(text: String, isHost: Bool) {
    #expect(HostText.isHost(text) == isHost)
  }

  @Test(
    "addresses and this machine need no resolver",
    arguments: [
      ("127.0.0.1", true), ("localhost", true), ("LocalHost", true), ("::1", true), ("[fe80::1]", true),
      ("127.1", false), ("1.2.3.256", false), ("1.2.3", false), ("db", false), ("db.localhost", false),
    ])
  func addresses(text: String, isAddress: Bool) {
    #expect(HostText.isAddress(text) == isAddress)
  }
}
