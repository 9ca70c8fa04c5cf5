import TOML
import TestSupport
import Testing
import Text

@Suite("T5: Spans of keys and values")
struct TOMLSpanTests {
  private static let text = #"""
    # first
    title = "é \u00e9" # c
    [ node . 'a b' ]
    n = 0x10
    depends_on = [ "x", 'y',
      """z
    """ ]
    params = { k.l = 1, "m" = { }, t = 07:32 }
    when = 1979-05-27 07:32:00Z
    [[list]]
    f = +1.5e3
    [[list]]
    b = true
    """#

  /// The span's text of every key and value, in order.
  private static func slices(_ item: TOMLItem) -> [String] {
    item.children.flatMap { child -> [String] in
      let key = child.source.string(in: child.keySpan)
      return [key + " | " + child.source.string(in: child.valueSpan)] + slices(child)
    }
  }

  @Test("T5: slice back exactly what was written")
  func slices() {
    let (document, diagnostics) = TOMLCase.parse(Self.text)
    #expect(!diagnostics.hasErrors)
    #expect(
      Self.slices(document.root) == [
        #"title | "é \u00e9""#, "node | node", "'a b' | [ node . 'a b' ]", "n | 0x10",
        "depends_on | [ \"x\", 'y',\n  \"\"\"z\n\"\"\" ]", #" | "x""#, " | 'y'", " | \"\"\"z\n\"\"\"",
        #"params | { k.l = 1, "m" = { }, t = 07:32 }"#, "k | k", "l | 1", #""m" | { }"#, "t | 07:32",
        "when | 1979-05-27 07:32:00Z",
        "list | [[list]]", "list | [[list]]", "f | +1.5e3", "list | [[list]]", "b | true",
      ])
  }

  @Test("T5: are those of the header when a table was named by a longer one before")
  func implied() throws {
    let (document, _) = TOMLCase.parse("[a.b]\n[ 'a' ]\n")
    let item = try #require(document.root["a"])
    #expect(item.source.string(in: item.keySpan) == "'a'")
    #expect(item.source.string(in: item.valueSpan) == "[ 'a' ]")
  }

  @Test("T5: are places that later diagnostics can point at")
  func places() throws {
    let (document, _) = TOMLCase.parse("[a]\n\tkéy = 1\n\t'k' = \"é\" # c")
    let item = try #require(document.root["a"]?["k"])
    var diagnostics = Diagnostics()
    for place in [item.keyPlace, item.valuePlace] {
      diagnostics.append(Diagnostic(severity: .warning, id: "test.here", message: "here", place: place))
    }
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        deploy.toml:3:2: warning: here [test.here]
          3 |     'k' = "é" # c
            |     ^^^
        deploy.toml:3:8: warning: here [test.here]
          3 |     'k' = "é" # c
            |           ^^^

        """)
  }

  @Test("T5: of values are values again, alone in a document", arguments: 0..<20)
  func reparse(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) + 1)
    for _ in 0..<20 {
      let (document, diagnostics) = TOMLCase.parse(TOMLGenerator.document(&random))
      if !diagnostics.hasErrors { Self.check(document.root) }
    }
  }

  private static func check(_ item: TOMLItem) {
    for child in item.children {
      if item.kind == .table {
        let key = child.source.string(in: child.keySpan)
        #expect(TOMLCase.parse("\(key) = 1").document.root.children.map(\.key) == [child.key])
      }
      if !isSection(child) {
        let value = child.source.string(in: child.valueSpan)
        #expect(TOMLCase.parse("x = \(value)").document.root["x"]?.value == child.value, "\(value)")
      }
      check(child)
    }
  }

  /// Whether it is a table, or an array of them, that was made by headers or dotted keys.
  private static func isSection(_ item: TOMLItem) -> Bool {
    item.source.bytes[item.valueSpan.start] != UInt8(ascii: "{") && item.kind == .table
      || item.kind == .array && item.keySpan.start > item.valueSpan.start
  }
}
