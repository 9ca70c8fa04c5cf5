import TOML
import Testing
import Values

@Suite("T9: Limits")
struct TOMLLimitTests {
  private static func nested(_ opening: String, _ closing: String, _ depth: Int) -> String {
    "x = " + String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
  }

  @Test(
    "T9: of nesting are 128 levels",
    arguments: [("[", "]", 128), ("{a=", "}", 128), ("[{a=", "}]", 64), ("{a.b=", "}", 64)])
  func depth(opening: String, closing: String, limit: Int) {
    for depth in [limit - 1, limit] {
      #expect(!TOMLCase.parse(Self.nested(opening, closing, depth)).diagnostics.hasErrors)
    }
    #expect(TOMLCase.json(Self.nested(opening, closing, limit + 1)) == "toml.too-deep")
  }

  @Test("T9: of nesting are shown at the bracket that is one too many")
  func depthReport() {
    let lines = TOMLCase.problems("[a]\nb = [\n" + String(repeating: "[\n", count: 128)).split(separator: "\n")
    #expect(
      lines == [
        "deploy.toml:130:1: error: arrays and inline tables are nested deeper than 128 [toml.too-deep]", "  130 | [",
        "      | ^",
        "       = hint: flatten the data",
      ])
  }

  @Test("T9: of keys are 128 parts", arguments: ["%k = 1", "[%k]", "[[%k]]", "x = {%k = 1}"])
  func keyParts(pattern: String) {
    func text(_ parts: Int) -> String {
      pattern.replacing("%k", with: Array(repeating: "a", count: parts).joined(separator: "."))
    }
    #expect(!TOMLCase.parse(text(127)).diagnostics.hasErrors)
    #expect(!TOMLCase.parse(text(128)).diagnostics.hasErrors)
    #expect(TOMLCase.json(text(129)) == "toml.too-deep")
    #expect(TOMLCase.json(text(30_000)) == "toml.too-deep")
  }

  @Test("T9: of a file are 64 MiB")
  func size() {
    let report = TOMLCase.problems([UInt8](repeating: 0x0A, count: (64 << 20) + 1))
    #expect(
      report == """
        deploy.toml: error: the file has 67108865 bytes; at most 67108864 are read [toml.too-large]
            = hint: split the runbook

        """)
  }

  @Test("T9: hold together, so that walking a tree cannot exhaust the stack")
  func combined() {
    let key = Array(repeating: "a", count: 128).joined(separator: ".")
    let text =
      "[\(key)]\n\(key) = " + String(repeating: "[", count: 127) + "{ \(key) = 1 }" + String(repeating: "]", count: 127)
    let (document, diagnostics) = TOMLCase.parse(text)
    #expect(!diagnostics.hasErrors)
    #expect(JSONWriter.string(document.root.value).contains("\"a\":1}"))
    let deep = "x = " + String(repeating: "{ \(key) = ", count: 128) + "1" + String(repeating: "}", count: 128)
    #expect(TOMLCase.json(deep) == "toml.too-deep")
  }

  @Test(
    "T9: hold for 100,000 nested brackets, closed or not",
    arguments: ["[", "{a=", "[{a=", "{a.b.c=", "[[", "[\n", "{\n"])
  func brackets(opening: String) {
    let (_, diagnostics) = TOMLCase.parse("x = " + String(repeating: opening, count: 100_000))
    #expect(diagnostics.errorCount == 1)
    let closed = Self.nested(opening, opening.contains("{") ? "}" : "]", 100_000)
    #expect((1...2).contains(TOMLCase.parse(closed).diagnostics.errorCount))
  }

  @Test(
    "T9: there are none for how much stands side by side",
    arguments: [
      "#\n", "\n", "\r\n", " ", "# comment\r\n", "k%i = %i\n", "[t%i]\n", "[[t]]\n", "[a.b.t%i]\n", "a.k%i = 1\n",
      "\"k\\u0041%i\" = ''\n",
    ])
  func breadth(unit: String) {
    let text = (0..<100_000).map { unit.replacing("%i", with: "\($0)") }.joined()
    #expect(!TOMLCase.parse(text).diagnostics.hasErrors)
  }

  @Test(
    "T9: there are none for items of one value",
    arguments: [
      ("[", "%i,", "]"), ("{", "k%i = 1,", "}"), ("[", "\n", "]"), ("\"\"\"", "\n", "\"\"\""), ("[", "{},", "]"),
    ])
  func items(opening: String, unit: String, closing: String) {
    let text = (0..<100_000).map { unit.replacing("%i", with: "\($0)") }.joined()
    #expect(!TOMLCase.parse("x = \(opening)\(text)\(closing)").diagnostics.hasErrors)
  }

  @Test(
    "T9: hold for a number of a million digits and an endless row of signs",
    arguments: ["9", "0x", "+", "-", "=", "_", ".", "e", "1_", "\\", "'", "\""])
  func runs(unit: String) {
    let (_, diagnostics) = TOMLCase.parse("x = " + String(repeating: unit, count: 1_000_000 / unit.utf8.count))
    #expect(diagnostics.errorCount == 1)
  }

  @Test(
    "T9: of mistakes cost nothing more for each",
    arguments: [
      "x\n", "= \n", "a = b \\\"\"\"\n", "a = ''' '\n", "a = [\n", "a = {\n", "]\n", "a = \"\n", "[\n", "x = [ '''\n",
    ])
  func mistakes(unit: String) {
    // Quadratic recovery would take minutes here.
    let (_, diagnostics) = TOMLCase.parse(String(repeating: unit, count: 100_000))
    #expect((1...21).contains(diagnostics.errorCount))
  }
}
