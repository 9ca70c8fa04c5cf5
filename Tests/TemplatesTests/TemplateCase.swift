import Templates
import Text
import Values

/// Renders templates with a few names in scope.
enum TemplateCase {
  static let names: [String: Value] = [
    "ENV": .string("prod"), "N": .int(3), "NIL": .null, "ON": .bool(true),
    "LIST": .list([.int(3), .int(1), .int(2)]), "MAP": .map(["b": .int(1), "a": .int(2)]),
    "WORD": .string("e\u{301}🇩🇪\r\n"),
  ]

  /// The text of `template`, or `id: message` of what is wrong with it.
  static func text(_ template: String, form: TextForm = .runbook) -> String {
    do {
      return try rendered(template, form: form)
    } catch {
      return "\(error.problem.id): \(error.problem.message)"
    }
  }

  private static func rendered(_ text: String, form: TextForm) throws(TemplateFailure) -> String {
    let source = SourceText(name: "t", bytes: Array(text.utf8))
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    var evaluator = TemplateEvaluator(scope: ValueScope(names), form: form)
    return try evaluator.text(of: template)
  }

  /// The ids and messages that the static check finds, nothing being evaluated.
  static func checked(_ text: String) -> [String] {
    let source = SourceText(name: "t", bytes: Array(text.utf8))
    do throws(TemplateFailure) {
      let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
      return CallCheck.failures(in: template).map {
        "\($0.problem.id): \($0.problem.message)"
      }
    } catch {
      return ["\(error.problem.id): \(error.problem.message)"]
    }
  }
}
