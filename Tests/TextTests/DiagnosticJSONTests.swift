import Foundation
import TestSupport
import Testing
import Text

@Suite("The JSON form of diagnostics")
struct DiagnosticJSONTests {
  private func render(_ diagnostics: Diagnostics) -> String {
    DiagnosticRenderer(format: .json).render(diagnostics)
  }

  @Test("is a document even without any")
  func empty() {
    let expected = #"{"schema":"pyflow.diagnostics/1","errors":0,"warnings":0,"diagnostics":[]}"# + "\n"
    #expect(render(Diagnostics()) == expected)
  }

  @Test("has every part, a line for each diagnostic")
  func whole() {
    let source = SourceText(name: "a \"b\".toml", bytes: Array("x = 1\né = [\n2]\n".utf8))
    var diagnostics = Diagnostics()
    diagnostics.append(
      Diagnostic(
        severity: .error, id: "test.a", message: "say \"hi\"\n\\ \u{1} é", place: .span(source, ByteSpan(11..<15)),
        notes: [Diagnostic.Note("there", at: .span(source, ByteSpan(0..<1))), Diagnostic.Note("why")], hint: "tab\t"))
    diagnostics.report(SampleProblem(severity: .warning), at: .origin("--var ENV"))
    diagnostics.report(SampleProblem(), at: .file("gone.toml"))
    let note = #"{"message":"there","file":"a \"b\".toml","line":1,"column":1,"endLine":1,"endColumn":2}"#
    let first =
      #"{"severity":"error","id":"test.a","message":"say \"hi\"\n\\ \u0001 é","file":"a \"b\".toml","#
      + #""line":2,"column":5,"endLine":3,"endColumn":3,"hint":"tab\t","notes":[\#(note),{"message":"why"}]}"#
    #expect(
      render(diagnostics) == """
        {"schema":"pyflow.diagnostics/1","errors":2,"warnings":1,"diagnostics":[
        \(first),
        {"severity":"warning","id":"test.sample","message":"this is wrong","origin":"--var ENV"},
        {"severity":"error","id":"test.sample","message":"this is wrong","file":"gone.toml"}
        ]}

        """)
  }

  @Test("is JSON for Foundation, which reads back the same texts", arguments: 0..<10)
  func foundation(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<20 {
      var diagnostics = Diagnostics()
      let texts = (0..<3).map { _ in Self.text(&random) }
      diagnostics.append(
        Diagnostic(severity: .error, id: texts[0], message: texts[1], place: .file("f"), hint: texts[2]))
      let object = try JSONSerialization.jsonObject(with: Data(render(diagnostics).utf8))
      let items = try #require((object as? [String: Any])?["diagnostics"] as? [[String: Any]])
      #expect(["id", "message", "hint"].map { items[0][$0] as? String } == texts)
    }
  }

  private static func text(_ random: inout SeededRandom) -> String {
    let scalars = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0..<(Bool.random(using: &random) ? 0x80 : 0x11_0000), using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
