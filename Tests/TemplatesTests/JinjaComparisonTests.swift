import Foundation
import TestSupport
import Testing
import Text
import Values

@testable import Templates

/// Expressions of random make come to what Jinja2 itself makes of them.
///
/// `JINJA_EXPRESSIONS=20000` makes the number of expressions.
@Suite("Jinja2")
struct JinjaComparisonTests {
  private static let script = """
    import json, sys
    from jinja2 import Environment, StrictUndefined
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=False)
    names = {"n": 7, "z": 0, "f": 2.5, "s": "it's", "e": "", "t": True, "o": None, "l": [3, 1, "x"], "m": {"a": 1, "b": [2]}}
    for line in sys.stdin:
        try:
            print(json.dumps(environment.from_string(json.loads(line)).render(**names)))
        except Exception as error:
            print(json.dumps(None))
    """

  private static let scope = ValueScope([
    "n": .int(7), "z": .int(0), "f": .double(2.5), "s": .string("it's"), "e": .string(""), "t": .bool(true), "o": .null,
    "l": .list([.int(3), .int(1), .string("x")]), "m": .map(ValueMap([("a", .int(1)), ("b", .list([.int(2)]))])),
  ])

  @Test("makes the same of expressions and templates")
  func same() throws {
    var random = SeededRandom(seed: 3)
    let count = Int(ProcessInfo.processInfo.environment["JINJA_EXPRESSIONS"] ?? "") ?? 3000
    let templates = (0..<count).map { _ in RandomTemplate.make(&random) }
    guard let answers = try Self.jinja(templates) else { return print("skipped: Jinja2 is not installed") }
    #expect(answers.count == templates.count)
    var differences: [String] = []
    for (template, answer) in zip(templates, answers) {
      let own = Self.render(template)
      if own != answer { differences.append("\(template) is \(own ?? "an error"), for Jinja2 \(answer ?? "an error")") }
    }
    #expect(differences.isEmpty, "\(differences.count) of \(count):\n\(differences.prefix(20).joined(separator: "\n"))")
  }

  private static func render(_ text: String) -> String? {
    let source = SourceText(name: "t", bytes: Array(text.utf8))
    guard let template = try? TemplateParser.template(text, in: source, map: .shifted(by: 0)) else { return nil }
    var evaluator = TemplateEvaluator(scope: scope, form: .jinja)
    return try? evaluator.text(of: template)
  }

  private static func jinja(_ templates: [String]) throws -> [String?]? {
    let folder = TemporaryFolder()
    folder.write(script, to: "render.py")
    let lines = try templates.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    folder.write(lines.joined(separator: "\n") + "\n", to: "templates")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "\(folder.path)/render.py"]
    process.standardInput = FileHandle(forReadingAtPath: "\(folder.path)/templates")
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return try data.split(separator: 10).map { try JSONDecoder().decode(String?.self, from: $0) }
  }
}
