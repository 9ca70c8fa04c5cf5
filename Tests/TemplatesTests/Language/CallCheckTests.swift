import Testing
import Text

@testable import Templates

/// What is known of calls before anything is evaluated.
@Suite("Checking calls")
struct CallCheckTests {
  static let wrong: [(template: String, message: String)] = [
    ("{{ 'a'.uper() }}", "no value has a method `uper`"),
    ("{{ X.__class__() }}", "`__class__` is private"),
    ("{{ X.append(1) }}", "`append` would change a value, and values do not change"),
    ("{{ X.update({}) }}", "`update` would change a value, and values do not change"),
    ("{{ X.replace('a') }}", "`replace` takes 2 to 3 arguments and is given 1"),
    ("{{ X.split(sepp=',') }}", "`split` has no parameter `sepp`"),
    ("{{ range() }}", "`range` takes 1 to 3 arguments and is given 0"),
    ("{{ range(1, 2, 3, 4) }}", "`range` takes 1 to 3 arguments and is given 4"),
    ("{{ joiner(1, 2) }}", "`joiner` takes 0 to 1 argument and is given 2"),
    ("{% if false %}{{ X.nope() }}{% endif %}", "no value has a method `nope`"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "`m` takes 0 to 1 argument and is given 2"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}", "`m` has no parameter `b`"),
    (
      "{% macro m(a) %}{{ a }}{% endmacro %}{% call m(1, 2) %}x{% endcall %}",
      "`m` takes 0 to 1 argument and is given 2"
    ),
  ]

  @Test("tells what no value could make right", arguments: wrong)
  func refused(template: String, message: String) throws {
    #expect(try Self.messages(template) == [message])
  }

  static let right = [
    "{{ X.replace('a', 'b', 1) }}", "{{ X.split() }}", "{{ X.get('a', 1) }}", "{{ X.index('a') }}", "{{ X.split(*Y) }}",
    "{% for x in X %}{{ loop.cycle(1, 2) }}{{ loop.changed(x) }}{% endfor %}",
    "{% set ns = namespace(f=1) %}{{ ns.f(1) }}", "{% set c = cycler(1, 2) %}{{ c.next() }}{{ c.reset() }}",
    "{% macro m(a, b=1) %}{{ a }}{% endmacro %}{{ m() }}{{ m(1, b=2) }}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1, 2, 3) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% set m = X %}{{ m(1, 2, 3) }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}x{% endcall %}", "{{ dict(a=1).items() }}",
  ]

  @Test("leaves alone what may be right", arguments: right)
  func accepted(template: String) throws {
    #expect(try Self.messages(template) == [])
  }

  private static func messages(_ text: String) throws -> [String] {
    CallCheck.failures(in: try template(text)).map(\.problem.message)
  }

  private static func template(_ text: String) throws -> Template {
    try TemplateParser.template(
      text, in: SourceText(name: "t", bytes: Array(text.utf8)), map: .shifted(by: 0))
  }

  static let lost: [(template: String, names: [String])] = [
    ("{% set t = 0 %}{% for i in L %}{% set t = t + i %}{% endfor %}{{ t }}", ["t"]),
    ("{% for i in L %}{% if i %}{% set t = i %}{% endif %}{% endfor %}{% if t %}{{ t }}{% endif %}", ["t"]),
    ("{% for i in L %}{% for j in L %}{% set t = j %}{% endfor %}{{ t }}{% endfor %}", ["t"]),
    ("{% for i in L %}{% set t = i %}{{ t }}{% endfor %}", []),
    ("{% for i in L %}{% set t = i %}{% endfor %}{% set t = 1 %}{{ t }}", []),
    ("{% set ns = namespace(t=0) %}{% for i in L %}{% set ns.t = i %}{% endfor %}{{ ns.t }}", []),
    ("{% for i in L %}{% set t = i %}{% endfor %}{% for t in L %}{{ t }}{% endfor %}", []),
  ]

  @Test("finds assignments that a loop loses", arguments: lost)
  func lostAssignments(template: String, names: [String]) throws {
    #expect(LostAssignment.find(in: try Self.template(template)).map(\.name) == names)
  }
}
