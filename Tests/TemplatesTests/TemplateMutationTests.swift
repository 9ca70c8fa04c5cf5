import Foundation
import TestSupport
import Testing
import Text
import Values

@testable import Templates

/// Templates with everything in them, damaged in random ways: a text or an error, never a trap or a hang.
///
/// `TEMPLATE_MUTATIONS=1000000` makes the number of them.
@Suite("Damaged templates")
struct TemplateMutationTests {
  private static let corpus = [
    "{% for x in L if x is number %}{{ loop.index }}:{{ x | string | upper }}{% else %}none{% endfor %}",
    "{% set ns = namespace(a=1) %}{% for k, v in M | items %}{% set ns.a = ns.a + v | length %}{% endfor %}{{ ns.a }}",
    "{% macro m(a, b='x', *r, **k) %}{{ a }}{{ b ~ r ~ k }}{{ caller() }}{% endmacro %}{% call m(1, c=2) %}z{% endcall %}",
    "{% with a = N, b = a %}{% filter upper | trim %} {{ a }}{{ b }} {% endfilter %}{% endwith %}{% raw %}{{ x }}{% endraw %}",
    "{{- S | regex_replace('(i)(?P<t>t)?', '\\\\g<t>-\\\\1') | replace('x', 'y', 2) | truncate(5, true) -}}",
    "{{ L[1:-1] }}{{ L[::-1] }}{{ 'a%s %05.2f %x' % ('b', 2.5, 255) }}{{ '{:>8}'.format(N) }}",
    "{{ {'a': [1, (2, 3)], 'b': none} | to_json | b64encode | b64decode }}{{ range(1, 9, 2) | list | sum }}",
    "{{ S.split('s') | map('trim') | select | reject('equalto', '') | sort(reverse=true) | join(', ') }}",
    "{% if N > 5 and not (S in L or M.a is defined) %}{{ 2 ** 10 // 3 % 7 }}{% elif true %}{# c #}{% endif %}",
    "{{ 'x' * 3 ~ [1] * 2 }}{{ (N | float).is_integer() }}{{ 'é'.center(5, '*') | wordwrap(2) | indent(2) }}",
  ]

  private static let scope = ValueScope([
    "N": .int(7), "S": .string("it's"), "L": .list([.int(3), .string("x"), .null]),
    "M": .map(ValueMap([("a", .list([.int(2)]))])),
  ])

  @Test("are templates or errors")
  func mutations() {
    var random = SeededRandom(seed: 99)
    let count = Int(ProcessInfo.processInfo.environment["TEMPLATE_MUTATIONS"] ?? "") ?? 3000
    for _ in 0..<count {
      let text = Self.mutated(&random)
      let source = SourceText(name: "t", bytes: Array(text.utf8))
      do throws(TemplateFailure) {
        let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
        var evaluator = TemplateEvaluator(scope: Self.scope)
        _ = try evaluator.text(of: template)
        _ = ShellTemplate.compile(template, dialect: .bash, shellName: "bash")
      } catch {
        #expect(error.span.end <= source.bytes.count, "\(text)")
      }
    }
  }

  /// A template of the corpus, or two put together, with some bytes changed, removed, doubled or taken from another one.
  private static func mutated(_ random: inout SeededRandom) -> String {
    var bytes = Array((corpus.randomElement(using: &random) ?? "").utf8)
    let other = Array((corpus.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[place], at: place)
      case 3: bytes.insert(contentsOf: "{%'(|.-~0[]})".utf8.randomElement(using: &random).map { [$0] } ?? [], at: place)
      default:
        let start = Int.random(in: 0..<other.count, using: &random)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 12)], at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
