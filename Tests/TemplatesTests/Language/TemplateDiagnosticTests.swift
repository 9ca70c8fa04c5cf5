import Templates
import Testing
import Text
import Values

@Suite("Diagnostics of templates")
struct TemplateDiagnosticTests {
  @Test(
    "a mistake is shown inside the TOML string that it stands in, escapes before it or not",
    arguments: [
      (
        "{{ ENV | uper }}",
        """
        deploy.toml:1:19: error: there is no filter `uper` [template.unknown-filter]
          1 | c = "a\\tb{{ ENV | uper }}"
            |                   ^^^^
             = hint: did you mean `upper`?

        """
      ),
      (
        "{{ ENV && 1 }}",
        """
        deploy.toml:1:17: error: `&` means nothing in an expression [template.syntax]
          1 | c = "a\\tb{{ ENV && 1 }}"
            |                 ^
             = hint: write `and`

        """
      ),
      (
        "{{ ON ? 1 : 2 }}",
        """
        deploy.toml:1:16: error: `?` means nothing in an expression [template.syntax]
          1 | c = "a\\tb{{ ON ? 1 : 2 }}"
            |                ^
             = hint: write `'a' if condition else 'b'`

        """
      ),
      (
        "{% for x in N %}{% endfor %}",
        """
        deploy.toml:1:22: error: a value of type integer has no items [template.type]
          1 | c = "a\\tb{% for x in N %}{% endfor %}"
            |                      ^

        """
      ),
    ])
  func shown(template: String, report: String) {
    #expect(Self.report(template) == report)
  }

  /// The diagnostic of a template behind `a`, an escaped tab, and `b`.
  private static func report(_ template: String) -> String {
    let source = SourceText(name: "deploy.toml", bytes: Array("c = \"a\\tb\(template)\"\n".utf8))
    let text = "a\tb" + template
    // The escape is two bytes of the source and one of the text.
    let map = OffsetMap.table((0...text.utf8.count).map { $0 + 5 + ($0 > 1 ? 1 : 0) })
    var diagnostics = Diagnostics()
    do throws(TemplateFailure) {
      let parsed = try TemplateParser.template(text, in: source, map: map)
      if let failure = CallCheck.failures(in: parsed).first { throw failure }
      var evaluator = TemplateEvaluator(scope: ValueScope(TemplateCase.names))
      _ = try evaluator.text(of: parsed)
    } catch {
      diagnostics.report(error.problem, in: source, at: error.span, notes: error.notes(in: source))
    }
    return DiagnosticRenderer(format: .text).render(diagnostics)
  }
}
