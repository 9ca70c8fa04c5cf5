import Testing

@Suite("Filters that Jinja2 does not have")
struct DataFilterTests {
  @Test(
    "data filters rearrange values",
    arguments: [
      ("{{ MAP | combine({'a': 5, 'c': 6}) }}", #"{"b": 1, "a": 5, "c": 6}"#),
      ("{{ {'x': {'a': 1}} | combine({'x': {'b': 2}}, recursive=true) }}", #"{"x": {"a": 1, "b": 2}}"#),
      ("{{ MAP | dict2items | items2dict }}", #"{"b": 1, "a": 2}"#),
      ("{{ [1, [2, [3, none]]] | flatten }} {{ [1, [2, [3]]] | flatten(1) }}", "[1, 2, 3] [1, 2, [3]]"),
      ("{{ LIST | union([9, 3]) }} {{ LIST | intersect([1, 3]) }}", "[3, 1, 2, 9] [3, 1]"),
      ("{{ LIST | symmetric_difference([1, 7]) }} {{ LIST | zip(['a', 'b']) }}", #"[3, 2, 7] [[3, "a"], [1, "b"]]"#),
      ("{{ 'yes' | bool }} {{ 'off' | bool }} {{ ON | ternary('a', 'b') }}", "true false a"),
      ("{{ '/a/b.tar.gz' | basename }} {{ '/a/b' | dirname }} {{ 'a.b/c' | splitext }}", #"b.tar.gz /a ["a.b/c", ""]"#),
      ("{{ ['/a', 'b', 'c/'] | path_join }} {{ ['a', '/b'] | path_join }}", "/a/b/c/ /b"),
      (
        "{{ 'é' | to_json }} {{ '[1, 1.0]' | from_json }} {{ {'b': 1, 'a': 2} | to_nice_json(indent=1) }}",
        "\"\\u00e9\" [1, 1.0] {\n \"a\": 2,\n \"b\": 1\n}"
      ),
      ("{{ 'a' | b64encode }} {{ 'YWI=' | b64decode }} {{ '' | b64encode }}", "YQ== ab "),
      ("{{ 'abc' | hash('md5') }}", "900150983cd24fb0d6963f7d28e17f72"),
      ("{{ 'abc' | hash }}", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "{{ 'abc' | hash('sha512') }}",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
      ),
      ("{{ ('a' * 200) | hash('sha512') | truncate(8, true, '') }}", "4b11459c"),
      ("{{ '1.10' is version('1.9', '>') }} {{ '1.2-rc1' is version('1.2', '<') }}", "true true"),
    ])
  func renders(template: String, expected: String) {
    #expect(TemplateCase.text(template) == expected)
  }

  @Test(
    "regular expressions work as in Python",
    arguments: [
      (#"{{ 'a1b22' | regex_replace('\d+', '<\\g<0>>') }}"#, "a<1>b<22>"),
      (#"{{ 'key=val' | regex_replace('(?P<k>\w+)=(\w+)', '\\2=\\g<k> $1') }}"#, "val=key $1"),
      (
        #"{{ 'aaa' | regex_findall('a{2}') }} {{ 'k1 v2' | regex_findall('(\w)(\d)') }}"#,
        #"["aa"] [["k", "1"], ["v", "2"]]"#
      ),
      (#"{{ 'x<b>y<b>' | regex_search('<.+?>') }} {{ 'abc' | regex_search('z') }}|"#, "<b> |"),
      (#"{{ 'foobar' is search('foo(?=bar)') }} {{ 'foobar' is search('foo(?!bar)') }}"#, "true false"),
      (#"{{ 'ABC' is match('(?i)abc$') }} {{ 'xabc' is match('abc') }}"#, "true false"),
      (#"{{ 'abab' is regex('^(ab)\\1$') }} {{ 'a\nb' | regex_findall('(?m)^\w$') }}"#, #"true ["a", "b"]"#),
      (
        #"{{ 'a.b' | regex_escape }} {{ '' | regex_replace('x*', '-') }} {{ 'abc' | regex_replace('x*', '-') }}"#,
        #"a\.b - -a-b-c-"#
      ),
    ])
  func matches(template: String, expected: String) {
    #expect(TemplateCase.text(template) == expected)
  }

  @Test(
    "what a regular expression cannot have is refused by name",
    arguments: [
      ("(?<=a)b", "no look-behind, which is not supported"),
      (#"\\p{L}"#, #"no Unicode properties (`\p`), which are not supported"#),
      ("(a", "a `)` for every `(`"), ("[a", "a `]` for every `[`"), ("*a", "something before `*` to repeat"),
      ("a++", "no possessive repetition (`++`), which is not supported"),
    ])
  func refuses(pattern: String, expected: String) {
    let plain = pattern.replacing(#"\\"#, with: #"\"#)
    let message = "template.value: `regular expression` expects \(expected), not `\(plain)`"
    #expect(TemplateCase.text("{{ 'x' is search('\(pattern)') }}") == message)
  }
}
