import Testing

@Suite("Statements")
struct StatementTests {
  @Test(
    "a template renders as in Jinja2, with runbook text",
    arguments: [
      ("{% for x in LIST if x > 1 %}{{ loop.index }}:{{ x }} {% else %}none{% endfor %}", "1:3 2:2 "),
      ("{% for x in [] %}{{ x }}{% else %}none{% endfor %}", "none"),
      ("{% for k, v in MAP.items() %}{{ k }}={{ v }};{% endfor %}", "b=1;a=2;"),
      ("{% set a, b = 1, 2 %}{{ a + b }}", "3"),
      ("{% set t | upper %}x{{ ENV }}{% endset %}{{ t }}", "XPROD"),
      ("{% if ON %}{% set x = 2 %}{% endif %}{{ x }}", "2"),
      ("{% set x = 1 %}{% for i in LIST %}{% set x = 9 %}{% endfor %}{{ x }}", "1"),
      ("{% set ns = namespace(n=0) %}{% for i in LIST %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "6"),
      ("{% with a = 1, b = a | default(5) %}{{ a }}{{ b }}{% endwith %}", "15"),
      (
        "{% macro m(a, b=2) %}{{ a }}-{{ b }}{{ varargs | length }}{% endmacro %}{{ m(1) }} {{ m(1, b=3) }}",
        "1-20 1-30"
      ),
      ("{% macro m() %}<{{ caller('x') }}>{% endmacro %}{% call(v) m() %}{{ v }}{{ ENV }}{% endcall %}", "<xprod>"),
      ("{% filter upper | replace('P', 'p') %}a{{ ENV }}{% endfilter %}", "ApROD"),
      (
        "{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
        "02"
      ),
      (
        "{% for i in [1, [2, [3]]] recursive %}{{ loop(i) if i is sequence else i }}{{ loop.depth }} {% endfor %}",
        "11 22 33 2 1 "
      ),
      ("{% for i in LIST %}{{ loop.cycle('a', 'b') }}{{ loop.changed(i > 2) }} {% endfor %}", "atrue btrue afalse "),
      ("{% set j = joiner('/') %}{% for i in LIST %}{{ j() }}{{ i }}{% endfor %}", "3/1/2"),
      ("a {%- if ON -%} b {%- endif %} c", "ab c"),
      ("{% raw %}{{ x }} ${#a[@]}{% endraw %}", "{{ x }} ${#a[@]}"),
      ("{{ '{{ N }}' }}", "{{ N }}"),
      ("{{ NIL }}|{{ ON }}|{{ LIST }}|{{ MAP }}|{{ 5.0 }}", "|true|[3, 1, 2]|{\"b\": 1, \"a\": 2}|5.0"),
      ("{{ WORD | length }} {{ WORD[:2] | length }} {{ 'é' == 'e\\u0301' }}", "6 2 false"),
    ])
  func renders(template: String, expected: String) {
    #expect(TemplateCase.text(template) == expected)
  }

  // It is made only for bodies that read it.
  @Test(
    "`loop` is there wherever the body of a loop reads it",
    arguments: [
      ("{% macro m() %}{{ loop.index }}{% endmacro %}{{ m() }}", "123"),
      ("{% for j in range(loop.index) %}{{ j }}{% endfor %} ", "0 01 012 "),
      ("{% for j in [1] if loop.index > 1 %}{{ j }}{% else %}-{{ loop.index }}{% endfor %} ", "-1 1 1 "),
      ("{% for j in LIST %}{{ loop.index }}{% endfor %}{{ loop.revindex }} ", "1233 1232 1231 "),
      ("{% for j in LIST %}{{ i }}{% endfor %}{{ loop.revindex }} ", "3333 1112 2221 "),
      ("{% if i > 2 %}a{% elif loop.last %}z{% endif %} ", "a  z "),
      ("{% set t %}{{ loop.index }}{% endset %}{{ t }}", "123"),
      ("{% filter upper %}{% with a = loop.index %}x{{ a }}{% endwith %}{% endfilter %}", "X1X2X3"),
      ("{% call w() %}{{ loop.index }}{% endcall %}", "123"),
      ("{% do loop.changed(1) %}{{ LIST | join(d=loop.index ~ '') }} ", "31112 32122 33132 "),
    ])
  func readsLoop(body: String, expected: String) {
    let macro = "{% macro w() %}{{ caller() }}{% endmacro %}"
    #expect(TemplateCase.text("\(macro){% for i in LIST %}\(body){% endfor %}") == expected)
  }

  @Test(
    "a statement that cannot be is an error",
    arguments: [
      ("{% break %}", "template.syntax: `{% break %}` stands in no loop"),
      ("{% for x in 5 %}{% endfor %}", "template.type: a value of type integer has no items"),
      ("{% set a, b = LIST %}", "template.type: 2 names stand for 3 values"),
      ("{% for x in LIST %}", "template.syntax: `{% for %}` is not closed by `{% endfor %}`"),
      ("{% endfor %}", "template.syntax: `{% endfor %}` belongs to nothing"),
      ("{% include 'x' %}", "template.syntax: the statement `include` is not part of pyflow's templates"),
      ("{% fro x in LIST %}", "template.syntax: there is no statement `fro`"),
      (
        "{% macro m(a=1, b) %}{% endmacro %}",
        "template.syntax: `)` stands where `=` and a default, as the parameter before has one, is expected"
      ),
      ("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "template.arguments: `m` takes 0 to 1 argument and is given 2"),
      ("{% for x in LIST %}{% endfor %}{{ x }}", "template.unknown-name: `x` is undefined"),
      ("{{ LIST.append(1) }}", "template.type: `append` would change a value, and values do not change"),
      ("{{ ''.__class__ }}", "template.private: `__class__` is private"),
    ])
  func fails(template: String, expected: String) {
    #expect(TemplateCase.text(template) == expected)
  }

  @Test(
    "unknown filters, tests and arguments are found without running, in branches that are not taken too",
    arguments: [
      ("{% if false %}{{ ENV | uper }}{% endif %}", "template.unknown-filter: there is no filter `uper`"),
      ("{% for x in [] %}{{ x is evn }}{% endfor %}", "template.unknown-test: there is no test `evn`"),
      (
        "{% set x %}{{ ENV | replace('a') }}{% endset %}",
        "template.arguments: `replace` takes 2 to 3 arguments and is given 1"
      ),
      ("{% macro m() %}{{ ENV | join(sep=',') }}{% endmacro %}", "template.arguments: `join` has no parameter `sep`"),
      ("{% filter uper %}{% endfilter %}", "template.unknown-filter: there is no filter `uper`"),
    ])
  func checks(template: String, expected: String) {
    #expect(TemplateCase.checked(template) == [expected])
  }
}
