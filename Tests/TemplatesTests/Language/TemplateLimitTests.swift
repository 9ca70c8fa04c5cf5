import Templates
import Testing

@Suite("Limits of templates")
struct TemplateLimitTests {
  @Test(
    "what would be too large is refused by the limit's name before it is made",
    arguments: [
      ("{{ 'a' * 99999999999 }}", "string size"), ("{{ [1] * 99999999999 }}", "list length"),
      ("{{ 'a' | center(99999999999) }}", "string size"), ("{{ 'a'.ljust(99999999999) }}", "string size"),
      ("{{ 'a'.zfill(99999999999) }}", "string size"), ("{{ 'a' | indent(99999999999) }}", "string size"),
      ("{{ '%99999999999d' % 1 }}", "string size"), ("{{ '{:99999999999}'.format(1) }}", "string size"),
      ("{{ range(99999999999) }}", "range length"),
      ("{{ range(-9223372036854775807, 9223372036854775807) }}", "range length"),
      ("{{ ('a' * 5000000) | replace('', 'aaaaaaaa') | length }}", "string size"),
      ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "call depth"),
      ("{% for a in range(1000) %}{% for b in range(1000) %}{{ a }}{% endfor %}{% endfor %}", "steps"),
      ("{{ ('a' * 40) | regex_replace('(a+)+b', '') }}", "regular expression steps"),
    ])
  func limit(template: String, name: String) {
    let text = TemplateCase.text(template)
    #expect(text.hasPrefix("template.limit: the limit of ") && text.hasSuffix(" for \(name) is exceeded"), "\(text)")
  }

  @Test("a template that is nested too deep is refused", arguments: [101, 100_000])
  func depth(count: Int) {
    let deep = "{{ \(String(repeating: "(", count: count))1\(String(repeating: ")", count: count)) }}"
    #expect(TemplateCase.text(deep) == "template.limit: the template is nested deeper than 100")
    let blocks = String(repeating: "{% if ON %}", count: min(count, 10_000))
    #expect(TemplateCase.text(blocks) == "template.limit: the template is nested deeper than 100")
  }

  @Test(
    "integers beyond 64 bits are errors",
    arguments: [
      "{{ 9223372036854775807 + 1 }}", "{{ -9223372036854775807 - 2 }}", "{{ 2 ** 63 }}", "{{ 9223372036854775808 }}",
      "{{ (-9223372036854775807 - 1) // -1 }}", "{{ (-9223372036854775807 - 1) | abs }}", "{{ 1e300 | int }}",
      "{{ '9223372036854775808' | int }}",
    ])
  func overflow(template: String) {
    #expect(TemplateCase.text(template) == "template.arithmetic: the integer does not fit 64 bits")
  }
}
