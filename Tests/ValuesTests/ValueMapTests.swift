import TestSupport
import Testing
import Values

@Suite("An ordered map")
struct ValueMapTests {
  @Test("agrees with a list of pairs, however large it is", arguments: 0..<10)
  func model(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var map = ValueMap()
    var model: [(String, Int)] = []
    for step in 0..<400 {
      let key = "k\(Int.random(in: 0..<(seed % 2 == 0 ? 7 : 60), using: &random))"
      if Int.random(in: 0..<8, using: &random) == 0 {
        map = map.removing(key)
        model.removeAll { $0.0 == key }
      } else {
        map[key] = .int(step)
        if let index = model.firstIndex(where: { $0.0 == key }) {
          model[index].1 = step
        } else {
          model.append((key, step))
        }
      }
      #expect(map[key] == model.first { $0.0 == key }.map { .int($0.1) })
    }
    #expect(map.entries.map(\.key.string) == model.map(\.0))
    #expect(map == ValueMap(model.map { ($0.0, .int($0.1)) }))
  }

  @Test("takes numbers of equal value for one key, as Python does", arguments: [0, 20])
  func numbers(others: Int) {
    var map = ValueMap((0..<others).map { ("k\($0)", .null) })
    map[.int(1)] = .string("int")
    map[.double(1)] = .string("double")
    map[.bool(true)] = .string("bool")
    map["1"] = .string("text")
    #expect(map.count == others + 2)
    #expect(map[.int(1)] == .string("bool"))
    #expect(map["1"] == .string("text"))
    #expect(map[.bool(false)] == nil)
    map[.int(.max)] = .int(1)
    map[.int(.max - 1)] = .int(2)
    #expect(map[.int(.max)] == .int(1))
  }

  @Test("compares keys code point by code point", arguments: [0, 20])
  func composition(others: Int) {
    var map = ValueMap((0..<others).map { ("k\($0)", .null) })
    map["\u{E9}"] = .int(1)
    #expect(map["e\u{301}"] == nil)
    map["e\u{301}"] = .int(2)
    #expect(map["\u{E9}"] == .int(1))
    #expect(map.count == others + 2)
  }

  @Test("is not changed by setting nothing")
  func nothing() {
    var map: ValueMap = ["a": .int(1)]
    map["a"] = nil
    map["b"] = nil
    #expect(map == ["a": .int(1)])
    #expect(!map.isEmpty)
    #expect(map.removing("a").isEmpty)
    #expect(map.removing("z") == map)
  }

  @Test("differs by order, key or value")
  func equality() {
    let map: ValueMap = ["a": .int(1), "b": .int(2)]
    #expect(map != ["b": .int(2), "a": .int(1)])
    #expect(map != ["a": .int(1)])
    #expect(map != ["a": .int(1), "b": .double(2)])
  }
}
