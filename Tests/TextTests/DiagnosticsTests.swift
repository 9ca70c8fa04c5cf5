import TestSupport
import Testing
import Text

@Suite("A collection of diagnostics")
struct DiagnosticsTests {
  @Test("counts errors and warnings")
  func counts() {
    var diagnostics = Diagnostics()
    #expect(!diagnostics.hasErrors)
    diagnostics.report(SampleProblem(severity: .warning), at: .file("f"))
    #expect(!diagnostics.hasErrors)
    var others = Diagnostics()
    others.report(SampleProblem(), at: .file("f"))
    others.report(SampleProblem(severity: .warning), at: .file("f"))
    diagnostics.append(contentsOf: others)
    #expect(diagnostics.hasErrors)
    #expect(diagnostics.errorCount == 1)
    #expect(diagnostics.warningCount == 2)
  }

  @Test("is put in source order: by text as first reported, by offset, as reported, and last what has no text")
  func order() {
    let first = SourceText(name: "b", bytes: Array(repeating: 0x20, count: 50))
    let second = SourceText(name: "a", bytes: Array(repeating: 0x20, count: 50))
    var diagnostics = Diagnostics()
    func report(_ message: String, _ place: Place) {
      diagnostics.append(Diagnostic(severity: .error, id: "test.x", message: message, place: place))
    }
    report("file", .file("z"))
    report("b30", .span(first, ByteSpan(30..<31)))
    report("a7", .span(second, ByteSpan(7..<8)))
    report("b2", .span(first, ByteSpan(2..<40)))
    report("argument", .origin("--var"))
    report("b30 too", .span(first, ByteSpan(30..<30)))
    report("a0", .span(second, ByteSpan(0..<1)))
    #expect(diagnostics.sorted().map(\.message) == ["b2", "b30", "b30 too", "a0", "a7", "file", "argument"])
    #expect(diagnostics.items.map(\.message).first == "file")
  }

  @Test("keeps two texts of the same name apart")
  func sameName() {
    let sources = (0..<2).map { SourceText(name: "f", bytes: Array("\($0)\n".utf8)) }
    var diagnostics = Diagnostics()
    for source in sources { diagnostics.report(SampleProblem(), in: source, at: ByteSpan(0..<1)) }
    let lines = DiagnosticRenderer(format: .text).render(diagnostics).split(separator: "\n")
    #expect(lines[1] == "  1 | 0")
    #expect(lines[4] == "  1 | 1")
  }
}
