internal import Effects
internal import Templates
internal import Text
internal import Values

/// `pyflow debug bench-templates`: times templates for `make bench`, one JSON object a line each way.
///
/// A request has `template`, a text or a list of texts, `context`, `rounds` and `mode`: `compile` parses the templates
/// anew in every round, `render` parses them once before the time is taken.
struct DebugBenchTemplatesVerb {
  let console: Console

  func execute() throws -> ExitCode { try console.answerLines(Self.answer) }

  private static func answer(to request: ValueMap) -> ValueMap {
    do throws(TemplateFailure) {
      let (elapsed, output) = try time(request)
      return ["seconds": .double(elapsed / .seconds(1)), "output": .string(output)]
    } catch {
      return ["error": .string(error.problem.message)]
    }
  }

  /// How long all rounds take, and what the last template comes to.
  private static func time(_ request: ValueMap) throws(TemplateFailure) -> (Duration, String) {
    let texts = (request["template"]?.list ?? [request["template"] ?? .null]).compactMap(\.string)
    let context = request["context"]?.map?.entries.map { ($0.key.string ?? "", $0.value) } ?? []
    let scope = ValueScope(Dictionary(context) { $1 })
    let compiled = request["mode"]?.string == "render" ? try texts.map(parsed) : nil
    var output = ""
    let begin = SystemClock.now()
    for _ in 0..<max(1, request["rounds"]?.int ?? 1) {
      for index in texts.indices {
        var evaluator = TemplateEvaluator(scope: scope)
        let template = if let compiled { compiled[index] } else { try parsed(texts[index]) }
        output = try evaluator.text(of: template)
      }
    }
    return (SystemClock.now().duration(since: begin), output)
  }

  private static func parsed(_ text: String) throws(TemplateFailure) -> Template {
    let source = SourceText(name: "template", bytes: Array(text.utf8))
    return try TemplateParser.template(text, in: source, map: .shifted(by: 0))
  }
}
