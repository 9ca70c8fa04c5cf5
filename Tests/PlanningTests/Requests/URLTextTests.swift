import Planning
import Testing

/// Addresses as text.
@Suite("Addresses as text")
struct URLTextTests {
  @Test(
    "parameters are put in order for signatures",
    arguments: [
      ("http://x/", "http://x/"), ("http://x/?", "http://x/?"), ("http://x/?b=2&a=1", "http://x/?a=1&b=2"),
      ("http://x/p?a=2&a=10&a=1#b=0", "http://x/p?a=1&a=10&a=2#b=0"), ("http://x/?uploads&A", "http://x/?A=&uploads="),
      ("http://x/?a=b=c&a", "http://x/?a=&a=b=c"), ("http://x/#?b&a", "http://x/#?b&a"),
    ])
  func ordered(url: String, expected: String) {
    #expect(URLText.ordered(url) == expected)
  }

  @Test("parameters are added before a fragment, behind those that there are")
  func adding() {
    #expect(URLText.adding([("q", "a b&c")], to: "http://x/#f") == "http://x/?q=a%20b%26c#f")
    #expect(URLText.adding([("é", "1")], to: "http://x/?a") == "http://x/?a&%C3%A9=1")
  }
}
