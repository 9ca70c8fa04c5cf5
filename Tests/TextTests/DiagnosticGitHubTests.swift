import Testing
import Text

@Suite("The GitHub form of diagnostics")
struct DiagnosticGitHubTests {
  private func render(_ diagnostics: Diagnostics) -> String {
    DiagnosticRenderer(format: .github).render(diagnostics)
  }

  @Test("is a workflow command with file, line and columns")
  func place() {
    let source = SourceText(name: "ci/a,b:c.toml", bytes: Array("x = 1\ny = [\n2]\n".utf8))
    var diagnostics = Diagnostics()
    diagnostics.report(SampleProblem(hint: "do it"), in: source, at: ByteSpan(4..<5))
    diagnostics.report(SampleProblem(severity: .warning), in: source, at: ByteSpan(10..<14))
    let file = "file=ci/a%2Cb%3Ac.toml"
    #expect(
      render(diagnostics) == """
        ::error \(file),line=1,endLine=1,col=5,endColumn=6,title=pyflow%3A test.sample::this is wrong%0Ahint: do it
        ::warning \(file),line=2,endLine=3,col=5,title=pyflow%3A test.sample::this is wrong

        """)
  }

  @Test("escapes what the runner would take for syntax, and names an origin in the message")
  func escapes() {
    var diagnostics = Diagnostics()
    diagnostics.append(
      Diagnostic(
        severity: .error, id: "test.a", message: "50% :: a,\r\n::error::b", place: .origin("--var ENV"),
        notes: [Diagnostic.Note("why")]))
    #expect(
      render(diagnostics)
        == "::error title=pyflow%3A test.a::--var ENV: 50%25 :: a,%0D%0A::error::b%0Anote: why\n")
  }

  @Test("has ten annotations of a kind, and plain lines for the rest")
  func many() {
    var diagnostics = Diagnostics()
    for number in 0..<12 {
      diagnostics.append(
        Diagnostic(severity: .error, id: "test.a", message: "no \(number)\n::x", place: .file("::set-output::")))
    }
    diagnostics.report(SampleProblem(severity: .warning), at: .file("f"))
    let lines = render(diagnostics).split(separator: "\n").map(String.init)
    #expect(lines.count == 13)
    #expect(lines[..<10].allSatisfy { $0.hasPrefix("::error file=%3A%3Aset-output%3A%3A,") })
    #expect(lines[10] == "\u{200B}::set-output::: error: no 10␊::x [test.a]")
    #expect(lines[11] == "\u{200B}::set-output::: error: no 11␊::x [test.a]")
    #expect(lines[12] == "::warning file=f,title=pyflow%3A test.sample::this is wrong")
  }

  @Test("cuts a message at what the runner keeps")
  func long() {
    var diagnostics = Diagnostics()
    let message = String(repeating: "é", count: 5000)
    diagnostics.append(Diagnostic(severity: .error, id: "test.a", message: message, place: .file("f")))
    let shown = String(repeating: "é", count: 4096)
    #expect(render(diagnostics) == "::error file=f,title=pyflow%3A test.a::\(shown)\n")
  }

  @Test(
    "keeps lines of others from being commands",
    arguments: [
      ("plain", "plain"), ("::error::x", "\u{200B}::error::x"), (" \t::x", "\u{200B} \t::x"),
      ("\u{A0}\u{3000}::x", "\u{200B}\u{A0}\u{3000}::x"), ("a ::x", "a ::x"), (":x", ":x"),
      ("##[error]x", "#\u{200B}#[error]x"), ("a ##[group]b##[x]", "a #\u{200B}#[group]b#\u{200B}#[x]"),
      ("###[x]", "##\u{200B}#[x]"), ("## [x]", "## [x]"), ("", ""),
    ])
  func harmless(line: String, expected: String) {
    #expect(GitHubEscaping.harmless(line) == expected)
  }
}
