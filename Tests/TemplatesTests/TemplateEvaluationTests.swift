import Testing
import Text
import Values

@testable import Templates

/// What templates come to: tables of the language's features.
@Suite("Templates")
struct TemplateEvaluationTests {
  static let scope = ValueScope([
    "N": .int(7), "F": .double(2.5), "S": .string("it's <b>"), "E": .string(""), "T": .bool(true), "NO": .null,
    "L": .list([.int(3), .int(1), .string("x")]), "M": .map(ValueMap([("a", .int(1)), ("b c", .list([.int(2)]))])),
    "U": .string("grüße 日本"),
  ])

  static func render(_ text: String) throws -> String {
    let source = SourceText(name: "t", bytes: Array(text.utf8))
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    var evaluator = TemplateEvaluator(scope: scope)
    return try evaluator.text(of: template)
  }

  @Test(
    "render",
    arguments: [
      ("plain", "plain"), ("{{ N }}", "7"), ("a{{ N }}b", "a7b"), ("{{ S }}", "it's <b>"), ("{{ T }}", "true"),
      ("{{ NO }}", ""),
      ("{{ L }}", #"[3, 1, "x"]"#), ("{{ M }}", #"{"a": 1, "b c": [2]}"#), ("{{ M.a }}{{ M['b c'][0] }}", "12"),
      ("{{ L[-1] }}", "x"),
      ("{{ L[0] + N }}", "10"),
      ("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }}", "3 -4 1 2 3.5 1024"),
      ("{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }}", "true false"), ("{{ N == 7 and S != 'x' or false }}", "true"),
      ("{{ not T }}", "false"),
      ("{{ 'b' in S }} {{ 'z' not in S }} {{ 'a' in M }} {{ 1 in L }}", "true true true true"),
      ("{{ 'x' if T else 'y' }}{{ 'x' if E else 'y' }}", "xy"),
      ("{% if N > 5 %}big{% elif N %}small{% else %}none{% endif %}", "big"),
      ("{% if E %}a{% else %}b{% endif %}", "b"), ("{{ X is defined }} {{ N is defined }}", "false true"),
      ("{{ X | default('d') }}", "d"),
      ("{{ E | default('d') }}|{{ E | default('d', true) }}", "|d"),
      ("{{ S | upper }} {{ 'ABC' | lower }}", "IT'S <B> abc"),
      ("{{ '  a ' | trim }}|{{ 'xax' | trim('x') }}", "a|a"), ("{{ L | join('-') }}", "3-1-x"),
      ("{{ U | length }} {{ L | length }}", "8 3"),
      ("{{ L | first }}{{ L | last }}", "3x"), ("{{ 'aXbX' | replace('X', '-') }}", "a-b-"),
      ("{{ 'a' ~ 1 ~ true }}", "a1True"),
      ("{{ U[1:3] }}", "rü"), ("{{ L[::-1] }}", #"["x", 1, 3]"#), ("{# a comment #}x", "x"), ("{{ '{{' }}", "{{"),
      ("{{ \"a\\tb\" }}", "a\tb"),
      ("{{ [1, 'a'] }}{{ {'k': N} }}", #"[1, "a"]{"k": 7}"#), ("{{ 1e3 }} {{ 0x1F }} {{ 1_000 }}", "1000.0 31 1000"),
    ])
  func rendering(_ text: String, _ expected: String) throws {
    #expect(try Self.render(text) == expected)
  }

  @Test(
    "are refused with a reason",
    arguments: [
      ("{{ X }}", "undefined"), ("{{ M.zz }}", "undefined"), ("{{ 1 / 0 }}", "division"),
      ("{{ 9223372036854775807 + 1 }}", "overflow"),
      ("{{ N + 'a' }}", "operands"), ("{{ N | upper(1) }}", "argument"), ("{{ N.__class__ }}", "private"),
      ("{{ N( }}", "expected"),
      ("{{ N", "unclosed"), ("{% if N %}", "unclosed"), ("{{ }}", "empty"), ("{{ N N }}", "unexpected"),
      ("{{ 'a }}", "unclosed"),
    ])
  func refusals(_ text: String, _ kind: String) {
    #expect(throws: TemplateFailure.self, "\(kind)") { try Self.render(text) }
  }

  @Test("a sole expression keeps its type")
  func soleExpression() throws {
    for (text, value) in [
      ("{{ N }}", Value.int(7)), (" {{ L }} ", .list([.int(3), .int(1), .string("x")])), ("{{ T }}", .bool(true)),
    ] {
      let source = SourceText(name: "t", bytes: Array(text.utf8))
      let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
      var evaluator = TemplateEvaluator(scope: Self.scope)
      #expect(try evaluator.value(of: template) == value)
    }
  }

  @Test(
    "deep nesting is an error, never a crash",
    arguments: ["(", "[", "-", "not ", "{'a':", "N if ", "1 + ", "N or ", "N.a if ", "N | upper | "])
  func depth(_ opening: String) {
    let text = "{{ " + String(repeating: opening, count: 100_000) + "N }}"
    #expect(throws: TemplateFailure.self) { try Self.render(text) }
  }

  @Test(
    "long chains are as deep as nests",
    arguments: [".a", " + 1", " or N", " | trim", "[0]", " if N", " ** 2", " and not N"])
  func chains(_ link: String) {
    #expect(throws: TemplateFailure.self) { try Self.render("{{ N" + String(repeating: link, count: 100_000) + " }}") }
  }

  @Test("a list of many operands is none", arguments: [" ~ 'a'", " < 9"])
  func flat(_ link: String) throws {
    _ = try Self.render("{{ N" + String(repeating: link, count: 5000) + " }}")
  }

  @Test("every cut and every changed byte is a template or an error, never a trap")
  func anyBytes() {
    let text = Array(
      "a {{ M['b c'][0] | default(\"x\\n\", true) ~ 1.5 }} {% if N >= 2 and not E %}y{% else %}z{% endif %}".utf8)
    for index in text.indices {
      _ = try? Self.render(String(decoding: text[..<index], as: UTF8.self))
      for byte in [0x00, 0x0A, 0x22, 0x27, 0x25, 0x28, 0x5B, 0x7B, 0x7D, 0x7C, 0x39, 0xC3] as [UInt8] {
        var changed = text
        changed[index] = byte
        _ = try? Self.render(String(decoding: changed, as: UTF8.self))
      }
    }
  }
}
