import Testing
import Values

/// What parameters of functions take.
@Suite("Parameters of functions")
struct ParameterSchemaTests {
  private static func outcome(_ kind: ParameterSchema.Kind, _ value: Value) -> String {
    outcome(ParameterSchema("p", kind, ""), value)
  }

  private static func outcome(_ schema: ParameterSchema, _ value: Value) -> String {
    do throws(ParameterSchema.Mismatch) {
      return JSONWriter.string(try schema.convert(value))
    } catch {
      return "\(error.expected), not \(error.found)"
    }
  }

  @Test(
    "are converted to their types",
    arguments: [
      (.string, .int(5), "\"5\""), (.string, .list([]), "a string, not []"), (.text, .list([.int(1)]), "\"[1]\""),
      (.int, .string("12"), "12"), (.int, .double(3), "3"), (.int, .double(3.5), "an integer, not 3.5"),
      (.float, .int(2), "2.0"), (.float, .string("nan"), "a number, not nan"), (.bool, .string("yes"), "true"),
      (.bool, .int(2), "a boolean (true or false), not 2"), (.list, .string("[1,2]"), "[1,2]"),
      (.dict, .string("x"), "a map (JSON), not x"), (.duration, .string("1m30s"), "\"1m30s\""),
      (.duration, .string("soon"), "a duration such as 30 or \"1m30s\", not soon"), (.any, .null, "null"),
      (.mode, .string("0644"), "\"0644\""), (.mode, .string("755"), "\"755\""),
      (.mode, .int(420), "an octal mode in quotes such as \"0644\", not 420"),
      (.mode, .string("0999"), "an octal mode in quotes such as \"0644\", not 0999"),
      (.mode, .string("7777"), "an octal mode in quotes such as \"0644\", not 7777"),
      (.path, .string(""), "a path that is not empty, not "), (.port, .string("80"), "80"),
      (.port, .int(0), "a port from 1 to 65535, not 0"),
      (.sha256, .string("sha256:12"), "a SHA-256 of 64 hexadecimal digits, not sha256:12"),
    ] as [(ParameterSchema.Kind, Value, String)])
  func kinds(kind: ParameterSchema.Kind, value: Value, expected: String) {
    #expect(Self.outcome(kind, value) == expected)
  }

  @Test("are within their limits and among their choices")
  func limits() {
    let number = ParameterSchema("p", .int, "").with { ($0.minimum, $0.maximum) = (1, 9) }
    #expect(Self.outcome(number, .int(9)) == "9")
    #expect(Self.outcome(number, .string("0")) == "at least 1, not 0")
    #expect(Self.outcome(number, .int(10)) == "at most 9, not 10")
    let time = ParameterSchema("p", .duration, "").with { $0.minimum = 0.5 }
    #expect(Self.outcome(time, .string("100ms")) == "at least 500ms, not 100ms")
    let word = ParameterSchema("p", .string, "").with { $0.choices = [.string("a"), .string("b")] }
    #expect(Self.outcome(word, .string("c")) == "one of a, b, not c")
    #expect(word.rules == "string, one of \"a\", \"b\"" && number.rules == "int, at least 1, at most 9")
  }
}
