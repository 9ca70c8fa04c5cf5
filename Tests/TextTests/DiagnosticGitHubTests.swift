import TestSupport
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
        ::warning \(file),line=2,endLine=3,title=pyflow%3A test.sample::this is wrong

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

  @Test("has ten annotations of a kind at most, the last of which sums up the rest")
  func many() {
    var diagnostics = Diagnostics()
    for number in 0..<12 {
      diagnostics.append(
        Diagnostic(severity: .error, id: "test.a", message: "no \(number)\n::x", place: .file("::set-output::")))
    }
    diagnostics.report(SampleProblem(severity: .warning), at: .file("f"))
    let log = WorkflowLog(render(diagnostics))
    #expect(log.lines.isEmpty)
    #expect(log.messages("warning") == ["this is wrong"])
    let errors = log.commands.filter { $0.name == "error" }
    #expect(errors.allSatisfy { $0.properties["file"] == "::set-output::" })
    #expect(errors.prefix(9).map(\.message) == (0..<9).map { "no \($0)\n::x" })
    #expect(errors.dropFirst(9).map(\.properties["title"]) == ["pyflow: 3 more errors"])
    #expect(
      errors.last?.message
        == (9..<12).map { "::set-output::: error: no \($0)␊::x [test.a]" }.joined(separator: "\n"))
  }

  @Test("prints as lines what has no room in the last one either, and heeds what the step has had")
  func rest() {
    var diagnostics = Diagnostics()
    for number in 0..<30 {
      let message = "no \(number) " + String(repeating: "x", count: 990)
      diagnostics.append(Diagnostic(severity: .warning, id: "test.a", message: message, place: .file("::a")))
    }
    var host = GitHubHost()
    host.annotations[.warning] = 8
    var log = WorkflowLog(DiagnosticRenderer(format: .github, host: host).render(diagnostics))
    #expect(log.commands.count == 2)
    #expect(log.commands.last?.properties["title"] == "pyflow: 29 more warnings")
    #expect(log.commands.last?.message.hasSuffix("\nand 26 more, in the log") == true)
    #expect(log.lines.count == 26 && log.lines.allSatisfy { $0.hasPrefix("\u{200B}::a: warning: no ") })
    host.annotations[.warning] = 10
    log = WorkflowLog(DiagnosticRenderer(format: .github, host: host).render(diagnostics))
    #expect(log.commands.isEmpty && log.lines.count == 30)
  }

  @Test(
    "names files from the workspace on",
    arguments: [
      ("deploy.toml", "app/deploy.toml"), ("../a.toml", "a.toml"), ("./x/../a.toml", "app/a.toml"),
      ("/w/repo/a/b.toml", "a/b.toml"), ("/w/repository/a.toml", "/w/repository/a.toml"), ("/etc/a", "/etc/a"),
      ("../../a.toml", "../../a.toml"),
    ])
  func files(path: String, expected: String) {
    var diagnostics = Diagnostics()
    diagnostics.report(SampleProblem(), at: .file(path))
    let host = GitHubHost(workspace: "/w/repo/", directory: "/w/repo/app")
    let log = WorkflowLog(DiagnosticRenderer(format: .github, host: host).render(diagnostics))
    #expect(log.commands.first?.properties["file"] == expected)
  }

  @Test("cuts a message at what the runner keeps")
  func long() {
    var diagnostics = Diagnostics()
    let message = String(repeating: "é", count: 5000)
    diagnostics.append(Diagnostic(severity: .error, id: "test.a", message: message, place: .file("f")))
    let shown = String(repeating: "é", count: 4094) + " …"
    #expect(render(diagnostics) == "::error file=f,title=pyflow%3A test.a::\(shown)\n")
  }

  @Test(
    "keeps lines of others from being commands",
    arguments: [
      ("plain", "plain"), ("::error::x", "\u{200B}::error::x"), (" \t::x", "\u{200B} \t::x"),
      ("\u{A0}\u{3000}::x", "\u{200B}\u{A0}\u{3000}::x"), ("a ::x", "a ::x"), (":x", ":x"),
      ("##[error]x", "#\u{200B}#[error]x"), ("a ##[group]b##[x]", "a #\u{200B}#[group]b#\u{200B}#[x]"),
      ("a\r::x\n ::y", "a\r\u{200B}::x\n\u{200B} ::y"), ("::\u{301}error::x", "\u{200B}::\u{301}error::x"),
      ("##[\u{301}x]", "#\u{200B}#[\u{301}x]"), ("\u{85}::x", "\u{200B}\u{85}::x"), (": ::x", ": ::x"),
      ("###[x]", "##\u{200B}#[x]"), ("## [x]", "## [x]"), ("", ""),
    ])
  func harmless(line: String, expected: String) {
    #expect(GitHubEscaping.harmless(line) == expected)
  }

  @Test("leaves nothing in hostile texts that is a command, and JSON what it is")
  func hostile() {
    var random = SeededRandom(seed: 31)
    let pieces = [
      "::", ":", "##[", "#", "[", "]", "error", " ", "\t", "\n", "\r", "\u{301}", "\u{85}", "x", "add-mask", ",",
    ]
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      let harmless = GitHubEscaping.harmless(text)
      #expect(WorkflowLog(harmless).commands.isEmpty, "\(text.debugDescription)")
      #expect(String(harmless.unicodeScalars.filter { $0 != "\u{200B}" }) == text)
      let message = GitHubAnnotation(.error, title: text, message: text)
      let log = WorkflowLog(message.command)
      #expect(log.commands.count == 1 && log.messages("error") == [text])
      #expect(text.isEmpty || log.commands.first?.properties["title"] == text)
    }
    #expect(GitHubEscaping.harmless(json: "{\"a\":\"###[x]##[\"}") == "{\"a\":\"##\\u0023[x]#\\u0023[\"}")
  }
}
