internal import Templates
internal import Text

/// A template file as it was read, with what is wrong with it.
struct TemplateFile {
  let source: SourceText
  /// Its text.
  let text: String
  /// The template, if anything in it is one and it can be read.
  let template: Template?
  /// What is wrong with it.
  let diagnostics: Diagnostics

  /// Parses a text; nothing if it is no UTF-8.
  init?(_ source: SourceText) {
    guard let text = String(validating: source.bytes, as: UTF8.self) else { return nil }
    self.source = source
    self.text = text
    var diagnostics = Diagnostics()
    template = Template.isTemplate(text) ? Self.template(text, source, &diagnostics) : nil
    self.diagnostics = diagnostics
  }

  private static func template(_ text: String, _ source: SourceText, _ diagnostics: inout Diagnostics) -> Template? {
    do throws(TemplateFailure) {
      let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
      for failure in CallCheck.failures(in: template) { report(failure, source, &diagnostics) }
      return template
    } catch {
      report(error, source, &diagnostics)
      return nil
    }
  }

  private static func report(_ failure: TemplateFailure, _ source: SourceText, _ diagnostics: inout Diagnostics) {
    diagnostics.report(failure.problem, in: source, at: failure.span, notes: failure.notes(in: source))
  }
}
