import TestSupport
import Testing
import Text

@Suite("The text form of a diagnostic")
struct DiagnosticTextTests {
  @Test("has the place, the line with carets, notes and the hint")
  func whole() {
    let source = SourceText(name: "deploy.toml", bytes: Array("[a]\nx = 1\n\ny = 2\n".utf8))
    var diagnostics = Diagnostics()
    diagnostics.append(
      Diagnostic(
        severity: .error, id: "test.twice", message: "`y` is `x`", place: .span(source, ByteSpan(11..<12)),
        notes: [
          Diagnostic.Note("first written here", at: .span(source, ByteSpan(4..<5))),
          Diagnostic.Note("letters matter"), Diagnostic.Note("set there", at: .origin("--var y")),
        ], hint: "keep one"))
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        deploy.toml:4:1: error: `y` is `x` [test.twice]
          4 | y = 2
            | ^
        deploy.toml:2:1: note: first written here
          2 | x = 1
            | ^
             = note: letters matter
        --var y: note: set there
             = hint: keep one

        """)
  }

  @Test("names a whole file or an argument without a line")
  func withoutText() {
    var diagnostics = Diagnostics()
    diagnostics.report(SampleProblem(hint: "do it"), at: .file("gone.toml"))
    diagnostics.report(SampleProblem(severity: .warning), at: .origin("--var ENV"))
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        gone.toml: error: this is wrong [test.sample]
            = hint: do it
        --var ENV: warning: this is wrong [test.sample]

        """)
  }

  @Test("is empty for no diagnostics")
  func empty() {
    #expect(DiagnosticRenderer(format: .text).render(Diagnostics()).isEmpty)
  }

  @Test("makes the margin as wide as the line number")
  func margin() {
    let rendered = ExcerptCase.render(String(repeating: "\n", count: 1233) + "⟦x⟧ = 1\n", hint: "no")
    #expect(
      rendered == """
        deploy.toml:1234:1: error: this is wrong [test.sample]
          1234 | x = 1
               | ^
                = hint: no

        """)
  }

  @Test("colours the parts when asked to")
  func colored() {
    let source = SourceText(name: "f", bytes: Array("x".utf8))
    var diagnostics = Diagnostics()
    diagnostics.report(SampleProblem(hint: "no"), in: source, at: ByteSpan(0..<1))
    let rendered = DiagnosticRenderer(format: .text, style: .colored).render(diagnostics)
    #expect(
      rendered == """
        f:1:1: \u{1B}[1;31merror:\u{1B}[0m \u{1B}[1mthis is wrong\u{1B}[0m \u{1B}[2m[test.sample]\u{1B}[0m
          \u{1B}[2m1 |\u{1B}[0m x
            \u{1B}[2m|\u{1B}[0m \u{1B}[1;31m^\u{1B}[0m
             \u{1B}[36m= hint:\u{1B}[0m no

        """)
  }

  @Test("lets no text drive the terminal or break a line")
  func harmless() {
    var diagnostics = Diagnostics()
    diagnostics.append(
      Diagnostic(
        severity: .error, id: "test.raw", message: "`\u{1B}[2J\n`", place: .file("a\rb"),
        notes: [Diagnostic.Note("\u{7F}"), Diagnostic.Note("x", at: .file("\u{202E}"))], hint: "\u{9B}1m"))
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        a␍b: error: `␛[2J␊` [test.raw]
            = note: ␡
        \u{FFFD}: note: x
            = hint: \u{FFFD}1m

        """)
  }
}
