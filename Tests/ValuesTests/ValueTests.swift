import Testing
import Values

@Suite("A value")
struct ValueTests {
  private struct Function: ValueObject { let kind = "function" }

  static let samples: [(value: Value, kind: String)] = [
    (.null, "null"), (.bool(true), "boolean"), (.int(1), "integer"), (.double(1), "float"), (.string("1"), "string"),
    (.list([]), "list"),
    (.map([:]), "map"),
  ]

  @Test("equals only itself")
  func equality() {
    for (index, left) in Self.samples.enumerated() {
      for (other, right) in Self.samples.enumerated() {
        #expect((left.value == right.value) == (index == other))
      }
    }
    #expect(Value.string("\u{E9}") != .string("e\u{301}"))
    #expect(Value.double(.nan) == .double(.nan))
    #expect(Value.double(0) != .double(-0.0))
    #expect(Value.object(Function()) != .object(Function()))
  }

  @Test("names its kind, and gives its content as no other kind")
  func kinds() {
    #expect(Self.samples.map(\.value.kind) == Self.samples.map(\.kind))
    #expect(Value.object(Function()).kind == "function")
    #expect(Self.samples.map { $0.value.int } == [nil, nil, 1, nil, nil, nil, nil])
    #expect(Self.samples.map { $0.value.string } == [nil, nil, nil, nil, "1", nil, nil])
    #expect(Self.samples.map { $0.value.list != nil } == [false, false, false, false, false, true, false])
    #expect(Self.samples.map { $0.value.map != nil } == [false, false, false, false, false, false, true])
  }

  @Test(
    "becomes a string",
    arguments: [
      (.string("a"), "a"), (.int(-5), "-5"), (.double(1), "1.0"), (.double(1e100), "1e+100"), (.bool(true), "true"),
      (.null, ""),
      (.list([.int(1), .string("x")]), #"[1, "x"]"#), (.map(["a": .null]), #"{"a": null}"#),
      (.object(Function()), nil),
    ] as [(Value, String?)])
  func string(value: Value, expected: String?) {
    #expect(String.convert(value) == expected)
  }

  @Test(
    "becomes a boolean",
    arguments: [
      (.bool(false), false), (.int(1), true), (.int(0), false), (.int(2), nil), (.string("Yes"), true),
      (.string("OFF"), false), (.string("1"), true),
      (.string("n"), nil), (.string(""), nil), (.string(" true"), nil), (.double(1), nil), (.null, nil),
      (.list([]), nil),
    ] as [(Value, Bool?)])
  func boolean(value: Value, expected: Bool?) {
    #expect(Bool.convert(value) == expected)
  }

  @Test(
    "becomes an integer",
    arguments: [
      (.int(.min), .min), (.double(3), 3), (.double(3.5), nil), (.double(1e30), nil), (.double(.nan), nil),
      (.string("-12"), -12), (.string("1.0"), nil),
      (.string("9223372036854775808"), nil), (.string(""), nil), (.bool(true), nil), (.null, nil), (.map([:]), nil),
    ] as [(Value, Int?)])
  func integer(value: Value, expected: Int?) {
    #expect(Int.convert(value) == expected)
  }

  @Test(
    "becomes a duration",
    arguments: [
      (.int(5), .seconds(5)), (.int(-5), nil), (.int(.max), nil), (.double(0.5), .milliseconds(500)),
      (.double(.nan), nil), (.string("1m"), .seconds(60)),
      (.string("x"), nil), (.bool(true), nil), (.null, nil),
    ] as [(Value, Duration?)])
  func duration(value: Value, expected: Duration?) {
    #expect(Duration.convert(value) == expected)
  }

  @Test("names the type that is wanted with its article")
  func typeNames() {
    let names = [String.typeName, Bool.typeName, Int.typeName, Duration.typeName]
    #expect(names == ["a string", "a boolean", "an integer", "a duration such as 30 or \"1m30s\""])
  }

  @Test(
    "is trimmed of ASCII white space only",
    arguments: [
      ("  a b\t\n\r", "a b"), ("", ""), (" \u{B}\u{C} ", ""), ("\u{A0}a\u{A0}", "\u{A0}a\u{A0}"), ("\r\na\r\n", "a"),
      (" \u{301}a", "\u{301}a"),
    ])
  func trimmed(text: String, expected: String) {
    #expect(text.trimmed.isIdentical(to: expected))
  }

  @Test("has powers as the C library does")
  func power() {
    #expect(2.0.power(10) == 1024)
    #expect(2.0.power(-1) == 0.5)
    #expect((-8.0).power(0.5).isNaN)
  }
}
