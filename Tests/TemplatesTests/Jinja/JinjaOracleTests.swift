import Foundation
import Templates
import TestSupport
import Testing
import Text
import Values

@Suite("Templates beside the real Jinja2")
struct JinjaOracleTests {
  /// The long form takes some ten seconds: `PYFLOW_LONG_TESTS=1`.
  private static let isLong = ProcessInfo.processInfo.environment["PYFLOW_LONG_TESTS"] != nil

  @Test("random templates give what Jinja2 gives, and fail where it fails", arguments: 1...5)
  func agrees(seed: Int) throws {
    guard let answer = try Self.jinja(seed: seed, count: Self.isLong ? 4000 : 300) else {
      print("skipped: jinja2 is not installed")
      return
    }
    let context = try #require(answer["context"]?.map)
    let values = context.entries.map { ($0.key.string ?? "", $0.value) }
    let scope = ValueScope(Dictionary(values) { first, _ in first })
    let cases = try #require(answer["cases"]?.list)
    var rendered = 0
    for item in cases {
      let text = try #require(item.list?.first?.string)
      let expected = item.list?.last?.string
      let found = try? Self.render(text, scope)
      #expect(found == expected, "\(text)")
      if found != nil { rendered += 1 }
    }
    // The generator must make enough templates that work for the comparison to mean something.
    #expect(rendered > cases.count / 5, "\(rendered) of \(cases.count)")
  }

  private static func render(_ text: String, _ scope: ValueScope) throws(TemplateFailure) -> String {
    let source = SourceText(name: "t", bytes: Array(text.utf8))
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    var evaluator = TemplateEvaluator(scope: scope, form: .jinja)
    return try evaluator.text(of: template)
  }

  private static func jinja(seed: Int, count: Int) throws -> ValueMap? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", JinjaCases.script, String(seed), String(count)]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127: no python3; 3: no jinja2.
    if [127, 3].contains(process.terminationStatus) { return nil }
    return try JSONReader.read(Array(data)).map
  }
}
