import Testing

@Suite("Tables and arrays of TOML")
struct TOMLStructureTests {
  static let valid: [(text: String, json: String)] = [
    ("", "{}"), ("# only a comment", "{}"), ("\n\r\n \t\n", "{}"), ("\u{FEFF}a = 1", #"{"a": 1}"#),
    ("a=1", #"{"a": 1}"#), ("\ta\t=\t1\t", #"{"a": 1}"#),
    ("a = 1\r\nb = 2\r\n", #"{"a": 1, "b": 2}"#), ("a = 1 # c\n#d\n  # e é", #"{"a": 1}"#),
    // Keys
    ("a-b_C9 = 1", #"{"a-b_C9": 1}"#), ("1234 = 1", #"{"1234": 1}"#), ("\"\" = 1", #"{"": 1}"#),
    ("'' = 1", #"{"": 1}"#),
    (#""a.b" = 1"#, #"{"a.b": 1}"#), (#""\u00e9" = 1"#, #"{"é": 1}"#), (#"'a\b' = 1"#, #"{"a\\b": 1}"#),
    ("true = 1", #"{"true": 1}"#),
    ("a.b.c = 1\na.b.d = 2\na.e = 3", #"{"a": {"b": {"c": 1, "d": 2}, "e": 3}}"#),
    ("a . b\t. 'c' = 1", #"{"a": {"b": {"c": 1}}}"#),
    ("3.14 = 'pi'", #"{"3": {"14": "pi"}}"#), ("a.x = 1\nb = 2\na.y = 3", #"{"a": {"x": 1, "y": 3}, "b": 2}"#),
    ("\u{22}\u{E9}\u{22} = 1\n\u{22}e\u{301}\u{22} = 2", "{\"\u{E9}\": 1, \"e\u{301}\": 2}"),
    // Headers
    ("[a]\n[b]\nx = 1", #"{"a": {}, "b": {"x": 1}}"#), ("[ a . 'b' ] # c\nx = 1", #"{"a": {"b": {"x": 1}}}"#),
    ("[a.b]\nx=1\n[a]\ny=2", #"{"a": {"b": {"x": 1}, "y": 2}}"#),
    ("[a]\nb.c = 1\n[a.d]\ne = 2", #"{"a": {"b": {"c": 1}, "d": {"e": 2}}}"#),
    ("[a]\nb.c = 1\n[a.b.d]\ne = 2", #"{"a": {"b": {"c": 1, "d": {"e": 2}}}}"#),
    ("[\"]\"]\nx = 1", #"{"]": {"x": 1}}"#),
    ("[a.a]\n[a.b]\n[b.a]\n[b]", #"{"a": {"a": {}, "b": {}}, "b": {"a": {}}}"#),
    // Arrays of tables
    ("[[a]]\nx=1\n[[a]]\nx=2", #"{"a": [{"x": 1}, {"x": 2}]}"#),
    ("[[ a ]]\n[a.b]\nx=1\n[[a]]\n[a.b]\nx=2", #"{"a": [{"b": {"x": 1}}, {"b": {"x": 2}}]}"#),
    ("[[a.b]]\n[[a.b]]\n[a]\nx=1", #"{"a": {"b": [{}, {}], "x": 1}}"#),
    ("[[a]]\n[[a.b]]\nx=1\n[[a.b]]\nx=2\n[[a]]", #"{"a": [{"b": [{"x": 1}, {"x": 2}]}, {}]}"#),
    // Arrays
    ("a = []", #"{"a": []}"#), ("a = [ ]", #"{"a": []}"#), ("a = [1,2,]", #"{"a": [1, 2]}"#),
    ("a = [\n# c\n1\n,\n\n2 # d\n,# e\n]", #"{"a": [1, 2]}"#),
    ("a = [1, 'x', 2.5, [true], {b=1}]", #"{"a": [1, "x", 2.5, [true], {"b": 1}]}"#),
    ("a = [[],[[]],]", #"{"a": [[], [[]]]}"#),
    ("a = [\r\n1,\r\n]", #"{"a": [1]}"#), ("a = [\"]\", '[', \"#\"]", ##"{"a": ["]", "[", "#"]}"##),
    // What reads like a header or key at the beginning of an array's line, and is none.
    ("a = [\n[true]\n]", #"{"a": [[true]]}"#), ("a = [\n[false] # c\n,[inf]\n]", #"{"a": [[false], [null]]}"#),
    ("a = [\n[[nan]]\n]", #"{"a": [[[null]]]}"#),
    ("a = [\n[1]\n,\n[-1]\n]", #"{"a": [[1], [-1]]}"#), ("a = [\n[2026-11-21]\n]", #"{"a": [["2026-11-21"]]}"#),
    ("a = [\n'x = 1',\n\"[b]\"\n]", #"{"a": ["x = 1", "[b]"]}"#),
    // Inline tables
    ("a = {}", #"{"a": {}}"#), ("a = { }", #"{"a": {}}"#),
    ("a = {b=1,c.d=2,c.'e'=3}", #"{"a": {"b": 1, "c": {"d": 2, "e": 3}}}"#),
    ("a = {b={c={}}}", #"{"a": {"b": {"c": {}}}}"#),
    ("a = { \"}\" = '{' }", #"{"a": {"}": "{"}}"#), ("[a]\nb = {c=1}\n[a.d]", #"{"a": {"b": {"c": 1}, "d": {}}}"#),
  ]

  @Test("are read as they are meant", arguments: valid)
  func reads(text: String, json: String) {
    #expect(TOMLCase.json(text) == json)
  }

  @Test(
    "T1: break lines and end with a comma in inline tables, as TOML 1.1 allows",
    arguments: [
      ("a = {\n  b = 1,\n  c = [ 2 ], # d\n}", #"{"a": {"b": 1, "c": [2]}}"#), ("a = {b=1,}", #"{"a": {"b": 1}}"#),
      ("a = {\n}", #"{"a": {}}"#),
      ("a = { # c\n\n b\t=\t1\n ,\r\n}", #"{"a": {"b": 1}}"#),
      ("a = { b = {\n c = 1\n },\n}\n[d]", #"{"a": {"b": {"c": 1}}, "d": {}}"#),
    ])
  func newInlineTables(text: String, json: String) {
    #expect(TOMLCase.json(text) == json)
  }

  /// What TOML forbids: the id of the one mistake in each.
  static let invalid: [(text: String, id: String)] = [
    ("a = 1\na = 1", "toml.duplicate-key"), ("a = 1\n\"a\" = 1", "toml.duplicate-key"),
    ("\"\\u0061\" = 1\na = 1", "toml.duplicate-key"),
    ("[a]\nb = 1\n[a.b]", "toml.not-a-table"), ("[a]\nb = 1\n[a]\nc = 1", "toml.duplicate-table"),
    ("[a.b]\n[a]\n[a]", "toml.duplicate-table"),
    ("a.b = 1\n[a]", "toml.duplicate-table"), ("[a]\nb.c = 1\n[a.b]\nd = 1", "toml.duplicate-table"),
    ("a.b.c = 1\na.b = 1", "toml.duplicate-key"),
    ("a = 1\na.b = 1", "toml.not-a-table"), ("a.b = 1\na.b.c = 1", "toml.not-a-table"),
    ("[a.b]\n[a]\nb.c = 1", "toml.extends-table"),
    ("[[a]]\n[a]\n", "toml.table-or-array"), ("[a]\n[[a]]", "toml.table-or-array"),
    ("[a.b]\n[[a]]", "toml.table-or-array"), ("[[a.b]]\n[a]\nb.x = 1", "toml.extends-table"),
    ("a = []\n[[a]]", "toml.extends-array"), ("a = [{b=1}]\n[[a]]", "toml.extends-array"),
    ("a = [{b=1}]\n[a.c]", "toml.not-a-table"),
    ("a = {}\n[a.b]", "toml.extends-inline-table"), ("a = {}\na.b = 1", "toml.extends-inline-table"),
    ("a = {}\n[[a.b]]", "toml.extends-inline-table"),
    ("a = {b = {}}\n[a.b.c]", "toml.extends-inline-table"), ("[t]\na.b = {}\na.b.c = 1", "toml.extends-inline-table"),
    ("a = {b = 1, b.c = 2}", "toml.not-a-table"),
    ("a = {b.c = 1, b = 2}", "toml.duplicate-key"), ("a = {b = {}, b.c = 1}", "toml.extends-inline-table"),
    ("a.b = 1\n[x]\n[a.b.c]", "toml.not-a-table"), ("[a]\nb.c = 1\n[a.b.c.d]", "toml.not-a-table"),
    ("a = 1\r", "toml.bare-carriage-return"),
    ("a = 1 \u{FEFF}", "toml.text-after-value"), ("\u{FEFF}\u{FEFF}a = 1", "toml.invalid-key"),
    ("a\n= 1", "toml.missing-value toml.missing-key"), ("a =\n1", "toml.missing-value toml.missing-value"),
    ("[a\n]", "toml.invalid-header toml.unexpected-closing"), ("[[a] ]", "toml.invalid-header"),
    ("[ [a]]", "toml.invalid-key"),
  ]

  @Test("refuse what would define something twice", arguments: invalid)
  func refuses(text: String, id: String) {
    #expect(TOMLCase.json(text) == id)
  }
}
