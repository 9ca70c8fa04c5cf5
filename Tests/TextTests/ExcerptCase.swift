import TestSupport
import Text

/// A problem with wording for the tests of the renderers.
struct SampleProblem: Problem {
  var id = "test.sample"
  var severity = Severity.error
  var message = "this is wrong"
  var hint: String?
}

/// Texts with marks, rendered as diagnostics.
enum ExcerptCase {
  /// The text form of one diagnostic at the place marked with `⟦⟧`.
  static func render(_ marked: String, hint: String? = nil) -> String {
    let text = Marked(marked)
    let source = SourceText(name: "deploy.toml", bytes: Array(text.text.utf8))
    return render(source, ByteSpan(text.ranges.first ?? 0..<0), hint: hint)
  }

  /// The text form of one diagnostic at `span`.
  static func render(_ source: SourceText, _ span: ByteSpan, hint: String? = nil) -> String {
    var diagnostics = Diagnostics()
    diagnostics.report(SampleProblem(hint: hint), in: source, at: span)
    return DiagnosticRenderer(format: .text).render(diagnostics)
  }

  /// The excerpt and the carets only, without the margins and the first line.
  static func excerpt(_ marked: String) -> [String] {
    excerpt(rendered: render(marked))
  }

  /// The excerpt and the carets of rendered text.
  static func excerpt(rendered: String) -> [String] {
    let lines = rendered.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix(2)
    return lines.map { line in
      line.firstIndex(of: "|").map { String(line[$0...].dropFirst(2)) } ?? String(line)
    }
  }
}
