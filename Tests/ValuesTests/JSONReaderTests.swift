import Testing

@testable import Values

@Suite("The JSON reader")
struct JSONReaderTests {
  static let valid: [(text: String, value: Value)] = [
    ("null", .null), ("true", .bool(true)), (" \t\r\nfalse\n", .bool(false)),
    ("0", .int(0)), ("-0", .int(0)), ("12", .int(12)), ("-7", .int(-7)),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("0.5", .double(0.5)), ("-0.0", .double(-0.0)), ("1.0", .double(1)), ("1e3", .double(1000)),
    ("1E+3", .double(1000)),
    ("25e-1", .double(2.5)), ("0e0", .double(0)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
    ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)), ("9223372036854775808.0", .double(0x1p63)),
    (#""""#, .string("")), (#""aé😀""#, .string("aé😀")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u0041\u00e9\u20AC""#, .string("Aé€")), (#""\ud83d\ude00x""#, .string("😀x")),
    (#""\uDBFF\uDFFF""#, .string("\u{10FFFF}")),
    (#""\u0000""#, .string("\0")), ("\"\u{7F}\"", .string("\u{7F}")), (#""\\u0041""#, .string("\\u0041")),
    ("[]", .list([])), ("[ ]", .list([])),
    ("[1,[2,[]],{}]", .list([.int(1), .list([.int(2), .list([])]), .map([:])])),
    ("{}", .map([:])), ("{ }", .map([:])),
    (#"{"b":1,"a":[true]}"#, .map(["b": .int(1), "a": .list([.bool(true)])])),
    (#"{ "a" : { "b" : null } , "" : 2 }"#, .map(["a": .map(["b": .null]), "": .int(2)])),
    (#"[{"a":1},{"a":2}]"#, .list([.map(["a": .int(1)]), .map(["a": .int(2)])])),
  ]

  @Test("reads what RFC 8259 allows", arguments: valid)
  func accepts(text: String, value: Value) throws {
    #expect(try JSONReader.read(text) == value)
  }

  static let invalid: [(text: String, kind: JSONProblem.Kind, offset: Int)] = [
    ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
    ("[1,", .unexpectedEnd, 3),
    ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
    (#"{"a":1"#, .unexpectedEnd, 6),
    ("]", .unexpected(0x5D), 0), ("[1,]", .unexpected(0x5D), 3), ("[,1]", .unexpected(0x2C), 1),
    ("[1 2]", .unexpected(0x32), 3),
    ("[1}", .unexpected(0x7D), 2), (#"{"a":1]"#, .unexpected(0x5D), 6), (#"{"a":1,}"#, .unexpected(0x7D), 7),
    ("{a:1}", .unexpected(0x61), 1), ("{'a':1}", .unexpected(0x27), 1), (#"{"a" 1}"#, .unexpected(0x31), 5),
    ("{1:2}", .unexpected(0x31), 1),
    ("nul", .unexpected(0x6E), 0), ("True", .unexpected(0x54), 0), ("NaN", .unexpected(0x4E), 0),
    ("+1", .unexpected(0x2B), 0),
    (".5", .unexpected(0x2E), 0), ("\u{FEFF}1", .unexpected(0xEF), 0), ("// x", .unexpected(0x2F), 0),
    ("\u{A0}1", .unexpected(0xC2), 0),
    ("1 2", .trailingData, 2), ("[]]", .trailingData, 2), ("truex", .trailingData, 4), ("nullnull", .trailingData, 4),
    ("0x10", .trailingData, 1),
    ("-", .invalidNumber, 0), ("01", .invalidNumber, 0), ("-012", .invalidNumber, 0), ("1.", .invalidNumber, 2),
    ("1.e3", .invalidNumber, 2),
    ("1e", .invalidNumber, 2), ("1e+", .invalidNumber, 3), ("-a", .invalidNumber, 0), ("-Infinity", .invalidNumber, 0),
    ("9223372036854775808", .numberOutOfRange, 0), ("[-9223372036854775809]", .numberOutOfRange, 1),
    ("1e400", .numberOutOfRange, 0),
    (#""a"#, .unexpectedEnd, 2), (#""a\"#, .unexpectedEnd, 2), (#""\u12"#, .unexpectedEnd, 3),
    (#""\n"#, .unexpectedEnd, 3),
    (#""\x""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1), (#""\U0041""#, .invalidEscape, 1),
    ("\"a\\\n\"", .invalidEscape, 2),
    (#""\ud800""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
    (#""\ud800\ud800""#, .loneSurrogate, 1), (#""\ud800\n""#, .loneSurrogate, 1), (#""a\ud83d"#, .loneSurrogate, 2),
    ("\"a\nb\"", .controlInString, 2), ("\"\\n\u{0}\"", .controlInString, 3), ("\"\t\"", .controlInString, 1),
  ]

  @Test("says what is wrong and where", arguments: invalid)
  func refuses(text: String, kind: JSONProblem.Kind, offset: Int) {
    #expect(throws: JSONProblem(kind: kind, offset: offset)) { try JSONReader.read(text) }
  }

  @Test("counts offsets from the beginning of a slice")
  func slice() throws {
    let bytes = Array("xx[1 }yy".utf8)
    #expect(throws: JSONProblem(kind: .unexpected(0x7D), offset: 3)) { try JSONReader.read(bytes[2..<6]) }
    #expect(try JSONReader.read(Array("xx[1]yy".utf8)[2..<5]) == .list([.int(1)]))
  }

  @Test(
    "demands UTF-8 in strings",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    #expect(throws: JSONProblem(kind: .invalidUTF8, offset: 1)) { try JSONReader.read(bytes) }
  }

  @Test("takes the last of repeated keys, at the place of the first")
  func duplicates() throws {
    let value = try JSONReader.read(#"{"a":1,"b":2,"a":3}"#)
    #expect(value == .map(["a": .int(3), "b": .int(2)]))
  }

  @Test("keeps keys apart that only look the same")
  func composition() throws {
    let value = try JSONReader.read(#"{"\u00e9":1,"e\u0301":2}"#)
    #expect(value.map?.count == 2)
  }

  @Test("keeps the order of many keys")
  func order() throws {
    let names = (0..<5000).map { "k\(($0 * 7919) % 5000)" }
    let value = try JSONReader.read("{" + names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}")
    let map = try #require(value.map)
    #expect(map.entries.map(\.key.string) == names)
    #expect(map["k7919"] == nil)
    #expect(map[names[4321]] == .int(4321))
  }

  @Test("reads nesting up to its limit", arguments: ["[", "{\"a\":"])
  func depth(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    func text(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    var value = try JSONReader.read(text(JSONReader.maximumDepth))
    for _ in 0..<JSONReader.maximumDepth { value = value.list?.first ?? value.map?["a"] ?? .null }
    #expect(value == .int(1))
    #expect(throws: JSONProblem.self) { try JSONReader.read(text(JSONReader.maximumDepth + 1)) }
  }

  @Test("refuses 100,000 levels without a crash", arguments: ["[", "{\"a\":", "[{\"a\":"])
  func deep(opening: String) throws {
    let text = String(repeating: opening, count: 100_000)
    let problem = #expect(throws: JSONProblem.self) { try JSONReader.read(text) }
    #expect(problem?.kind == .tooDeep(limit: 512))
    #expect(problem?.message == "lists and maps are nested deeper than 512")
  }

  @Test(
    "survives every prefix and every replaced byte of a document",
    arguments: [0x00, 0x22, 0x5C, 0x7D, 0x5D, 0x39, 0xFF] as [UInt8])
  func mutations(byte: UInt8) {
    let bytes = Array(#"{"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\n"], "b": {"c": null, "d": [true, false]}}"#.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed[index] = byte
      for text in [changed[...], bytes[..<index]] {
        do throws(JSONProblem) { _ = try JSONReader.read(text) } catch {
          #expect((0...text.count).contains(error.offset))
        }
      }
    }
  }

  @Test(
    "words every problem",
    arguments: [
      (.unexpectedEnd, "the JSON ends too early"), (.unexpected(0x7D), "`}` is not expected here"),
      (.unexpected(0x0A), "`0xA` is not expected here"), (.trailingData, "something follows the JSON value"),
      (.invalidNumber, "this is not a JSON number"), (.numberOutOfRange, "the number is too large"),
      (.invalidEscape, "this is not a JSON escape"), (.loneSurrogate, "half of a surrogate pair is missing"),
      (.controlInString, "a control character in a string must be escaped"), (.invalidUTF8, "the string is not UTF-8"),
    ] as [(JSONProblem.Kind, String)])
  func wording(kind: JSONProblem.Kind, message: String) {
    #expect(JSONProblem(kind: kind, offset: 0).message == message)
  }
}
