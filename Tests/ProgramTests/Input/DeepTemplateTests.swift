import TestSupport
import Testing

/// Templates that would take all of the stack: a diagnostic with the limit's name, never a crash.
@Suite("Deep templates")
struct DeepTemplateTests {
  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  static let templates: [(name: String, template: String, limit: String)] = [
    (
      "filters of blocks inside each other",
      times(90, "{% filter upper\(times(300, "|upper")) %}") + "x" + times(90, "{% endfilter %}"), "deeper than 400"
    ),
    ("filters of one block", "{% filter upper\(times(5000, "|upper")) %}x{% endfilter %}", "deeper than 400"),
    (
      "macros that call each other",
      "{% macro m(n) %}{{ (m(n-1) if n > 0 else '')\(times(300, " + ''")) }}{% endmacro %}{{ m(60) }}",
      "500 for evaluation depth"
    ),
    (
      "values that grow in a namespace",
      "{% set ns = namespace(x=[]) %}{% for i in range(50000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
      "1000 for nesting of values"
    ),
    (
      "values that grow under a name", "{% set x = [1] %}\(times(50000, "{% set x = [x] %}")){{ x }}",
      "1000 for nesting"
    ),
  ]

  @Test("are refused", arguments: templates)
  func refused(name: String, template: String, limit: String) {
    let result = Program("[a]\ncommand = \"\"\"echo \(template)\"\"\"\n").run("validate")
    #expect(result.exit == 2, "\(name)")
    #expect(result.error.contains(limit), "\(name): \(result.error.prefix(300))")
  }
}
