internal import Templates
internal import Text
internal import Values

/// `pyflow debug template`: renders templates for a conformance suite, one JSON object a line each way.
///
/// A request has `op` (`render`, `native` or `undeclared`), `template`, `context` and `profile`; bad ones are answered too.
struct DebugTemplateVerb {
  let console: Console

  func execute() throws -> ExitCode { try console.answerLines(Self.answer) }

  private static func answer(to request: ValueMap) -> ValueMap {
    let source = SourceText(name: "template", bytes: Array((request["template"]?.string ?? "").utf8))
    do throws(TemplateFailure) {
      return ["ok": .bool(true), "output": try output(of: request, source)]
    } catch {
      let line = LineIndex(source.bytes).line(ofByte: error.span.start)
      return [
        "ok": .bool(false), "error": .string(error.problem.message), "kind": .string(kind(of: error.problem)),
        "line": .int(line),
      ]
    }
  }

  private static func output(of request: ValueMap, _ source: SourceText) throws(TemplateFailure) -> Value {
    let text = String(decoding: source.bytes, as: UTF8.self)
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    if let failure = CallCheck.failures(in: template).first { throw failure }
    if request["op"]?.string == "undeclared" { return .list(undeclared(in: template)) }
    let form: TextForm = request["profile"]?.string == "jinja" ? .jinja : .runbook
    let mode = Undefined.Mode(rawValue: request["options"]?.map?["undefined"]?.string ?? "") ?? .strict
    var evaluator = TemplateEvaluator(scope: scope(of: request), form: form, undefined: mode)
    if request["op"]?.string == "native" { return try evaluator.value(of: template) }
    return .string(try evaluator.text(of: template))
  }

  /// The context, and the functions that a request defines by tables of their answers.
  private static func scope(of request: ValueMap) -> ValueScope {
    var values: [String: Value] = [:]
    for entry in request["context"]?.map?.entries ?? [] { values[entry.key.string ?? ""] = entry.value }
    for entry in request["functions"]?.map?.entries ?? [] {
      let name = entry.key.string ?? ""
      let table = entry.value.map?["table"]?.map ?? ValueMap()
      let otherwise = entry.value.map?["else"] ?? .null
      let signature = Signature(name, .required("name"), .optional("default", otherwise))
      values[name] = .object(TemplateFunction(signature) { arguments in table[arguments[0]] ?? arguments[1] })
    }
    return ValueScope(values)
  }

  private static func undeclared(in template: Template) -> [Value] {
    var names: Set<String> = []
    for expression in template.expressions {
      expression.walk { part in
        if case .name(let name) = part.kind, StandardFunction(rawValue: name) == nil { names.insert(name) }
      }
    }
    return names.sorted().map { .string($0) }
  }

  /// The suite's words for kinds of failures.
  private static func kind(of problem: TemplateProblem) -> String {
    switch problem.id {
    case "template.unknown-filter", "template.unknown-test", "template.unknown-method": "unknown"
    case "template.unknown-name", "template.undefined": "undefined"
    case "template.type", "template.arguments": "type"
    case "template.private": "security"
    case "template.limit": "limit"
    case "template.syntax": "syntax"
    default: "value"
    }
  }
}
