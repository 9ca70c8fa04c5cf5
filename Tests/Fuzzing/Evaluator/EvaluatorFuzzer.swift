import Templates
import Text
import Values

/// Any template that parses, rendered in both text forms and as a command: a text or a failure, within the limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func evaluateAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let source = SourceText(name: "fuzz", bytes: Array(text.utf8))
  do throws(TemplateFailure) {
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    for form in [TextForm.runbook, .jinja] { render(template, form) }
    renderCommand(template)
  } catch {
    precondition(error.span.end <= source.bytes.count, "a failure stands inside of the text")
  }
  return 0
}

private func render(_ template: Template, _ form: TextForm) {
  do throws(TemplateFailure) {
    var evaluator = TemplateEvaluator(scope: names, form: form)
    _ = try evaluator.value(of: template)
  } catch {
    precondition(error.span.end <= template.source.bytes.count, "a failure stands inside of the text")
  }
}

private func renderCommand(_ template: Template) {
  let (command, failures) = ShellTemplate.compile(template, dialect: .bash, shellName: "bash")
  guard failures.isEmpty else { return }
  var evaluator = TemplateEvaluator(scope: names)
  _ = try? command.render(with: &evaluator)
}

private let names = ValueScope([
  "N": .int(7), "F": .double(2.5), "B": .bool(true), "Z": .null, "S": .string("it's é"),
  "L": .list([.int(3), .string("x"), .null, .list([.int(1), .int(2)])]),
  "M": .map(ValueMap([("a", .list([.int(2)])), ("b", .string("c"))])),
])
