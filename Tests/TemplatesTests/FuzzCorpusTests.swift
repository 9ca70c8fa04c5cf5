import Foundation
import TestSupport
import Testing
import Text
import Values

@testable import Templates

/// What the fuzzers found worth keeping, once more: texts or errors, never a trap.
@Suite("The fuzzers' corpus")
struct FuzzCorpusTests {
  @Test("is read, checked and rendered", arguments: ["Lexer", "Parser", "Evaluator"])
  func replay(target: String) throws {
    let lines = try #require(Repository.read("Tests/Fuzzing/corpus/\(target).jsonl")).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      // The characters of each string stand for bytes.
      let characters = try JSONReader.read(String(line)).string ?? ""
      let bytes = characters.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      let text = String(decoding: bytes, as: UTF8.self)
      let source = SourceText(name: "corpus", bytes: Array(text.utf8))
      do throws(TemplateFailure) {
        let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
        _ = CallCheck.failures(in: template)
        _ = ShellTemplate.compile(template, dialect: .bash, shellName: "bash")
        var evaluator = TemplateEvaluator(
          scope: ValueScope(["N": .int(7), "S": .string("it's é"), "L": .list([.int(3)])]))
        _ = try evaluator.text(of: template)
      } catch {
        #expect(error.span.end <= source.bytes.count)
      }
    }
  }
}
