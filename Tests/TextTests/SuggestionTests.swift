import TestSupport
import Testing

@testable import Text

@Suite("Did you mean")
struct SuggestionTests {
  static let names = ["depends_on", "description", "command", "timeout", "env", "when", "retry", "id", "Critical"]

  @Test(
    "finds the name that was probably meant",
    arguments: [
      ("depend_on", "depends_on"), ("dependson", "depends_on"), ("depends-on", "depends_on"),
      ("depneds_on", "depends_on"),
      ("descripton", "description"), ("comand", "command"), ("commnad", "command"), ("cmomadn", "command"),
      ("cmdaonm", nil),
      ("TIMEOUT", "timeout"), ("timeuot", "timeout"), ("ENV", "env"), ("envv", "env"), ("whne", "when"),
      ("critical", "Critical"), ("di", "id"), ("ix", "id"), ("xyz", nil), ("xx", nil), ("retries", nil), ("", nil),
      ("éd", "id"),
      ("command", nil),
    ] as [(String, String?)])
  func closest(name: String, expected: String?) {
    #expect(Suggestion.closest(to: name, among: Self.names) == expected)
  }

  @Test("prefers the nearer name, and of two equally near the first")
  func ties() {
    #expect(Suggestion.closest(to: "build_a", among: ["build_xy", "build_c", "build_b"]) == "build_c")
    #expect(Suggestion.closest(to: "build_a", among: ["build_b", "BUILD_A"]) == "BUILD_A")
  }

  @Test("is not asked about names that nobody types")
  func long() {
    func name(_ length: Int) -> String { String(repeating: "a", count: length) }
    #expect(Suggestion.closest(to: name(200), among: [name(199) + "b"]) == name(199) + "b")
    // The distance of these two would take hours.
    #expect(Suggestion.closest(to: name(1_000_000), among: [name(999_999) + "b"]) == nil)
    #expect(Suggestion.closest(to: "ab", among: [name(1_000_000)]) == nil)
  }

  @Test("agrees with the distance's definition", arguments: 0..<10)
  func distance(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<200 {
      let (a, b) = (Self.word(&random), Self.word(&random))
      let expected = Self.slowDistance(a[...], b[...])
      let distance = Suggestion.editDistance(a, b, limit: 3)
      #expect(min(distance, 4) == min(expected, 4), "\(a) \(b)")
    }
  }

  private static func word(_ random: inout SeededRandom) -> [Unicode.Scalar] {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in ["a", "b", "c"].randomElement(using: &random) ?? "a" }
  }

  /// Optimal string alignment, as it is defined: by recursion over the ends.
  private static func slowDistance(_ a: ArraySlice<Unicode.Scalar>, _ b: ArraySlice<Unicode.Scalar>) -> Int {
    guard let x = a.last, let y = b.last else { return a.count + b.count }
    var least = min(slowDistance(a.dropLast(), b) + 1, slowDistance(a, b.dropLast()) + 1)
    least = min(least, slowDistance(a.dropLast(), b.dropLast()) + (x == y ? 0 : 1))
    if a.count > 1, b.count > 1, a.dropLast().last == y, b.dropLast().last == x {
      least = min(least, slowDistance(a.dropLast(2), b.dropLast(2)) + 1)
    }
    return least
  }
}
