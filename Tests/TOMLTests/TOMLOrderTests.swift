import TOML
import Testing

@Suite("T6: Order of declaration")
struct TOMLOrderTests {
  @Test("T6: is kept for 20,000 tables and their keys")
  func tables() {
    let names = (0..<20_000).map { "n\(($0 * 7919) % 20_000)" }
    let text = names.map { "[\($0)]\nz = 1\na = 2\n" }.joined()
    let (document, diagnostics) = TOMLCase.parse(text)
    #expect(!diagnostics.hasErrors)
    #expect(document.root.children.map(\.key) == names)
    #expect(document.root.children.allSatisfy { $0.children.map(\.key) == ["z", "a"] })
  }

  @Test("T6: is that of first mention")
  func mention() {
    let (document, _) = TOMLCase.parse("z = 1\nb.y = 1\na = 2\nb.x = 1\n[q.r]\n[c]\n[q]\nm = 1\n[[l]]\n[d]\n[[l]]\n")
    #expect(document.root.children.map(\.key) == ["z", "b", "a", "q", "c", "l", "d"])
    #expect(document.root["b"]?.children.map(\.key) == ["y", "x"])
    #expect(document.root["q"]?.children.map(\.key) == ["r", "m"])
    #expect(document.root["l"]?.children.map(\.kind) == [.table, .table])
  }
}
