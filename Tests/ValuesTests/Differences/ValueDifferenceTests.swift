import TestSupport
import Testing
import Values

@Suite("Differences of values")
struct ValueDifferenceTests {
  private static func changes(_ before: String, _ after: String) throws -> [String] {
    ValueDifference(try JSONReader.read(before), try JSONReader.read(after)).changes.map { change in
      let old = change.before.map { JSONWriter.string($0) } ?? "–"
      let new = change.after.map { JSONWriter.string($0) } ?? "–"
      return "\(change.pointer): \(old) → \(new)"
    }
  }

  @Test(
    "name each place that is not the same",
    arguments: [
      ("{}", "{}", []),
      (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
      (#"{"a":1}"#, #"{"a":2}"#, ["/a: 1 → 2"]),
      (#"{"a":1}"#, #"{"a":1.0}"#, ["/a: 1 → 1.0"]),
      (#"{"a":1}"#, #"{"b":1}"#, ["/a: 1 → –", "/b: – → 1"]),
      (#"{"a":null}"#, "{}", ["/a: null → –"]),
      ("[1,2,3]", "[1,3]", ["/1: 2 → 3", "/2: 3 → –"]),
      ("[]", "[{}]", ["/0: – → {}"]),
      (#"{"a":{"b":[{"c":1},2]}}"#, #"{"a":{"b":[{"c":"x"},2]}}"#, [#"/a/b/0/c: 1 → "x""#]),
      (#"{"a":[1]}"#, #"{"a":{"0":1}}"#, [#"/a: [1] → {"0":1}"#]),
      ("[]", "{}", [": [] → {}"]),
      (#"{"a/b":1,"~":2,"":3}"#, #"{"a/b":0,"~":0,"":0}"#, ["/a~1b: 1 → 0", "/~0: 2 → 0", "/: 3 → 0"]),
    ] as [(String, String, [String])])
  func table(before: String, after: String, changes: [String]) throws {
    #expect(try Self.changes(before, after) == changes)
  }

  @Test("list a thousand changes, and count the others")
  func bounded() {
    let before = Value.list(Array(repeating: .int(0), count: 1500))
    let after = Value.list(Array(repeating: .int(1), count: 1500))
    let difference = ValueDifference(before, after)
    #expect(difference.changes.count == ValueDifference.mostChanges)
    #expect(difference.omitted == 500)
  }

  @Test("are none of a value with itself, and one for every place that is set to something else")
  func property() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<200 {
      var count = 0
      let before = Self.value(depth: 3, &random)
      let after = Self.changed(before, &random, &count)
      #expect(ValueDifference(before, before).changes.isEmpty)
      let difference = ValueDifference(before, after)
      #expect(difference.changes.count == count)
      #expect(ValueDifference(after, before).changes.map(\.before) == difference.changes.map(\.after))
    }
  }

  private static func value(depth: Int, _ random: inout SeededRandom) -> Value {
    switch depth == 0 ? 0 : Int.random(in: 0..<3, using: &random) {
    case 1: .list((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1, &random) })
    case 2:
      .map(ValueMap((0..<Int.random(in: 0..<4, using: &random)).map { ("k\($0)", value(depth: depth - 1, &random)) }))
    default: .int(Int.random(in: 0..<5, using: &random))
    }
  }

  /// The value with some of its numbers replaced by others.
  private static func changed(_ value: Value, _ random: inout SeededRandom, _ count: inout Int) -> Value {
    switch value {
    case .list(let items): return .list(items.map { changed($0, &random, &count) })
    case .map(let map):
      return .map(ValueMap(map.entries.map { ($0.key.string ?? "", changed($0.value, &random, &count)) }))
    default:
      guard Bool.random(using: &random) else { return value }
      count += 1
      return .string("changed")
    }
  }
}
