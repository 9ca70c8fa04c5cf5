import Testing
import Values

@Suite("Differences of contents")
struct ContentDifferenceTests {
  private static func difference(_ before: String, _ after: String) -> ContentDifference {
    ContentDifference(Array(before.utf8), Array(after.utf8))
  }

  @Test("are none where nothing but the layout of JSON differs")
  func none() {
    #expect(Self.difference("x", "x") == .none)
    #expect(Self.difference(#"{"a": 1, "b": 2}"#, "{\"b\":2,\n\"a\":1}\n") == .none)
  }

  @Test(
    "are of values where both are objects or lists, else of lines", arguments: [("1", "2"), ("{}", "x"), ("", "[]")])
  func lines(before: String, after: String) {
    guard case .lines = Self.difference(before, after) else {
      Issue.record("not of lines")
      return
    }
    #expect(
      Self.difference(#"{"a":1}"#, #"{"a":2}"#) == .values(ValueDifference(.map(["a": .int(1)]), .map(["a": .int(2)]))))
  }
}
