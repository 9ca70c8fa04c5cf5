import Text

@testable import Templates

/// Any bytes through the lexer, as each kind of tag: every token ends where it must, and the lexer always gets on.
@_cdecl("LLVMFuzzerTestOneInput")
public func lexAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  for tag in [TemplateLexer.Tag.output, .statement, .bareExpression] { lex(Array(text.utf8), as: tag) }
  return 0
}

private func lex(_ bytes: [UInt8], as tag: TemplateLexer.Tag) {
  var lexer = TemplateLexer(bytes: bytes, map: .shifted(by: 0))
  var end = 0
  do throws(TemplateFailure) {
    while true {
      let token = try lexer.next(in: tag)
      precondition(token.range.lowerBound >= end, "tokens stand one after the other")
      precondition(token.range.upperBound <= bytes.count, "a token ends inside of the text")
      if token.kind == .end { return }
      precondition(token.range.upperBound > token.range.lowerBound, "a token takes something")
      end = token.range.upperBound
    }
  } catch {
    precondition(error.span.end <= bytes.count, "a failure stands inside of the text")
  }
}
