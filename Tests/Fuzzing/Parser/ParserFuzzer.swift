import Templates
import Text

/// Any bytes as a template, as an expression and as a command for both shells: a tree or a failure inside of the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func parseAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let source = SourceText(name: "fuzz", bytes: Array(text.utf8))
  attempt(in: source) { () throws(TemplateFailure) in
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0), expandsEnvironment: true)
    check(CallCheck.failures(in: template), in: source)
    for lost in LostAssignment.find(in: template) { precondition(lost.readSpan.end <= source.bytes.count) }
    for dialect in [ShellDialect.sh, .bash] {
      check(ShellTemplate.compile(template, dialect: dialect, shellName: "shell").failures, in: source)
    }
  }
  attempt(in: source) { () throws(TemplateFailure) in
    _ = try TemplateParser.expression(text, in: source, map: .shifted(by: 0))
  }
  return 0
}

private func attempt(in source: SourceText, _ body: () throws(TemplateFailure) -> Void) {
  do throws(TemplateFailure) { try body() } catch { check([error], in: source) }
}

private func check(_ failures: [TemplateFailure], in source: SourceText) {
  for failure in failures {
    precondition(failure.span.end <= source.bytes.count, "a failure stands inside of the text")
    precondition(!failure.problem.message.isEmpty, "a failure says what is wrong")
  }
}
