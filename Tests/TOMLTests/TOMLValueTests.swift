import Testing

@Suite("Scalars of TOML")
struct TOMLValueTests {
  static let numbers: [(String, String)] = [
    ("0", "integer 0"), ("+0", "integer 0"), ("-0", "integer 0"), ("42", "integer 42"), ("+99", "integer 99"),
    ("-17", "integer -17"),
    ("1_000", "integer 1000"), ("5_349_221", "integer 5349221"), ("1_2_3", "integer 123"),
    ("9223372036854775807", "integer 9223372036854775807"), ("-9223372036854775808", "integer -9223372036854775808"),
    ("+9_223_372_036_854_775_807", "integer 9223372036854775807"), ("999999999999999999", "integer 999999999999999999"),
    ("0xDEADBEEF", "integer 3735928559"), ("0xdead_beef", "integer 3735928559"), ("0o755", "integer 493"),
    ("0b1101_0110", "integer 214"),
    ("0x0001", "integer 1"), ("0o0", "integer 0"), ("0b0", "integer 0"),
    ("0x7FFFFFFFFFFFFFFF", "integer 9223372036854775807"),
    ("0x1e5", "integer 485"), ("0o777777777777777777777", "integer 9223372036854775807"),
    ("1.0", "float 1.0"), ("+1.0", "float 1.0"), ("3.1415", "float 3.1415"), ("-0.01", "float -0.01"),
    ("5e+22", "float 5e+22"),
    ("1e06", "float 1000000.0"), ("-2E-2", "float -0.02"), ("6.626e-34", "float 6.626e-34"),
    ("224_617.445_991_228", "float 224617.445991228"),
    ("0.0", "float 0.0"), ("-0.0", "float -0.0"), ("0e0", "float 0.0"), ("1e1_0", "float 10000000000.0"),
    ("5e-324", "float 5e-324"),
    ("1e-400", "float 0.0"), ("1.7976931348623157e308", "float 1.7976931348623157e+308"), ("0.1_2", "float 0.12"),
    ("1.50", "float 1.5"),
    ("inf", "float inf"), ("+inf", "float inf"), ("-inf", "float -inf"), ("nan", "float nan"), ("+nan", "float nan"),
    ("-nan", "float nan"),
    ("true", "bool true"), ("false", "bool false"),
  ]

  static let dates: [(String, String)] = [
    ("1979-05-27T07:32:00Z", "datetime 1979-05-27T07:32:00Z"),
    ("1979-05-27t07:32:00z", "datetime 1979-05-27T07:32:00Z"),
    ("1979-05-27 07:32:00Z", "datetime 1979-05-27T07:32:00Z"),
    ("1979-05-27T00:32:00-07:00", "datetime 1979-05-27T00:32:00-07:00"),
    ("1979-05-27T00:32:00.999999+05:30", "datetime 1979-05-27T00:32:00.999999+05:30"),
    ("1979-05-27T07:32:00+00:00", "datetime 1979-05-27T07:32:00Z"),
    ("1979-05-27T07:32:00-00:01", "datetime 1979-05-27T07:32:00-00:01"),
    ("1979-05-27T07:32:00.1234567899Z", "datetime 1979-05-27T07:32:00.123456789Z"),
    ("1990-12-31T23:59:60Z", "datetime 1990-12-31T23:59:60Z"),
    ("1979-05-27T07:32:00", "datetime-local 1979-05-27T07:32:00"),
    ("1979-05-27 07:32:00.5", "datetime-local 1979-05-27T07:32:00.5"),
    ("1979-05-27", "date-local 1979-05-27"), ("2000-02-29", "date-local 2000-02-29"),
    ("0000-01-01", "date-local 0000-01-01"),
    ("9999-12-31", "date-local 9999-12-31"), ("07:32:00", "time-local 07:32:00"),
    ("00:32:00.50", "time-local 00:32:00.5"),
    ("23:59:59.000000001", "time-local 23:59:59.000000001"),
  ]

  @Test("are numbers and booleans of every form", arguments: numbers)
  func number(text: String, expected: String) {
    #expect(TOMLCase.tagged(text) == expected)
  }

  @Test("are dates and times of the four kinds", arguments: dates)
  func date(text: String, expected: String) {
    #expect(TOMLCase.tagged(text) == expected)
  }

  @Test(
    "T1: leave out seconds, as TOML 1.1 allows",
    arguments: [
      ("07:32", "time-local 07:32:00"), ("1979-05-27 07:32", "datetime-local 1979-05-27T07:32:00"),
      ("1979-05-27T07:32Z", "datetime 1979-05-27T07:32:00Z"),
      ("1979-05-27T07:32-07:00", "datetime 1979-05-27T07:32:00-07:00"),
      ("07:32.5", "toml.invalid-date-time"),
    ])
  func withoutSeconds(text: String, expected: String) {
    #expect(TOMLCase.tagged(text) == expected)
  }

  @Test("end at a comment, comma, bracket or line end", arguments: ["1#c", "1 # c", "1\t", "1\r"])
  func ends(text: String) {
    #expect(TOMLCase.tagged(text) == "integer 1")
  }

  @Test(
    "are a date alone when no time follows the space", arguments: ["1979-05-27 ", "1979-05-27 # 07:32", "1979-05-27\t"])
  func dateAlone(text: String) {
    #expect(TOMLCase.tagged(text) == "date-local 1979-05-27")
  }
}
