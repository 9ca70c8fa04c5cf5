import Foundation
import TestSupport
import Testing
import Values

@Suite("The JSON writer")
struct JSONWriterTests {
  private static let sample: Value = .map([
    "a": .list([.int(1), .double(1), .bool(false), .null]), "b": .map(["c": .string("x\"\n")]), "d": .list([]),
    "e": .map([:]),
  ])

  @Test("writes without white space, with spaces, or indented")
  func layouts() {
    #expect(JSONWriter.string(Self.sample) == #"{"a":[1,1.0,false,null],"b":{"c":"x\"\n"},"d":[],"e":{}}"#)
    #expect(
      JSONWriter.string(Self.sample, layout: .spaced)
        == #"{"a": [1, 1.0, false, null], "b": {"c": "x\"\n"}, "d": [], "e": {}}"#)
    #expect(
      JSONWriter.string(Self.sample, layout: .indented(2)) == #"""
        {
          "a": [
            1,
            1.0,
            false,
            null
          ],
          "b": {
            "c": "x\"\n"
          },
          "d": [],
          "e": {}
        }
        """#)
  }

  @Test("writes what JSON lacks as null, and keys as strings")
  func unusual() {
    struct Function: ValueObject { let kind = "function" }
    let value: Value = .list([.double(.infinity), .double(-.infinity), .double(.nan), .object(Function())])
    #expect(JSONWriter.string(value) == "[null,null,null,null]")
    var map = ValueMap()
    for key: Value in [.int(1), .bool(false), .double(2.5), .null] { map[key] = .int(0) }
    #expect(JSONWriter.string(.map(map)) == #"{"1":0,"false":0,"2.5":0,"null":0}"#)
  }

  @Test(
    "writes numbers at their limits",
    arguments: [
      (.int(.max), "9223372036854775807"), (.int(.min), "-9223372036854775808"), (.double(-0.0), "-0.0"),
      (.double(1e16), "1e+16"),
      (.double(.greatestFiniteMagnitude), "1.7976931348623157e+308"), (.double(.leastNonzeroMagnitude), "5e-324"),
      (.double(0.1), "0.1"),
    ] as [(Value, String)])
  func numbers(value: Value, text: String) {
    #expect(JSONWriter.string(value) == text)
  }

  @Test("writes what the reader reads back exactly", arguments: 0..<20)
  func roundTrip(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<50 {
      let value = ValueSamples.value(depth: 4, &random)
      for layout in [JSONWriter.Layout.compact, .spaced, .indented(3)] {
        #expect(try JSONReader.read(JSONWriter.string(value, layout: layout)) == value)
      }
    }
  }

  @Test("means to Foundation what the value means", arguments: 0..<10)
  func foundation(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<30 {
      let value = ValueSamples.value(depth: 3, &random)
      let text = JSONWriter.string(value, layout: .spaced)
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      #expect(Self.isSame(object, value), "\(text)")
    }
  }

  private static func isSame(_ object: Any, _ value: Value) -> Bool {
    switch value {
    case .null: object is NSNull
    case .bool(let flag): object as? Bool == flag
    case .int(let number): (object as? NSNumber)?.int64Value == Int64(number)
    // Foundation keeps a decimal number here, whose `doubleValue` is not the nearest double.
    case .double(let number): (object as? NSNumber).map { Double($0.stringValue) == number } ?? false
    case .string(let text): (object as? String)?.utf8.elementsEqual(text.utf8) ?? false
    case .list(let items):
      (object as? [Any]).map { $0.count == items.count && zip($0, items).allSatisfy(isSame) } ?? false
    case .map(let map): isSame(object as? [String: Any], map)
    case .object: false
    }
  }

  /// Swift's dictionaries take two ways to compose a character for one key; ours do not.
  private static func isSame(_ object: [String: Any]?, _ map: ValueMap) -> Bool {
    guard let object, Set(map.entries.map { $0.key.string ?? "" }).count == map.count else { return object != nil }
    return object.count == map.count
      && map.entries.allSatisfy { entry in
        object[entry.key.string ?? ""].map { isSame($0, entry.value) } ?? false
      }
  }
}
