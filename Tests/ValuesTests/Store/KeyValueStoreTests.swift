import Testing
import Values

@Suite("The key-value store")
struct KeyValueStoreTests {
  private static func store(_ text: String) throws(KeyValueStore.Problem) -> KeyValueStore {
    try KeyValueStore(decoding: Array(text.utf8))
  }

  @Test("reads back what it wrote, of every type")
  func encoded() throws {
    var store = KeyValueStore()
    let values: [(String, Value)] = [
      ("text", .string("é\n\"")), ("int", .int(-3)), ("float", .double(1)), ("yes", .bool(true)), ("none", .null),
      ("list", .list([.int(1), .map(["a": .string("b")])])), ("with space/and:more", .string("")),
    ]
    for (key, value) in values { try store.set(key, to: value) }
    #expect(try KeyValueStore(decoding: store.encoded) == store)
    try store.set("int", to: .int(4))
    #expect(store.values.entries.map { $0.key.string } == values.map(\.0) && store.values["int"] == .int(4))
    #expect(store.remove("text") && !store.remove("text") && store.values.count == values.count - 1)
    #expect(
      String(decoding: KeyValueStore().encoded, as: UTF8.self) == "{\"schema\":\"pyflow.kv/1\",\"values\":{}}\n")
  }

  @Test(
    "takes no bytes for a store that are none",
    arguments: [
      ("", "the JSON ends too early, at byte 0"), ("[]", "it is no key-value store"),
      ("{}", "it is no key-value store"),
      ("{\"schema\":\"pyflow.kv/2\",\"values\":{}}", "it is of another version: pyflow.kv/2"),
      ("{\"schema\":\"pyflow.kv/1\"}", "it has no values"),
      ("{\"schema\":\"pyflow.kv/1\",\"values\":{}", "the JSON ends too early, at byte 35"),
      ("{\"schema\":\"pyflow.kv/1\",\"values\":{}}x", "something follows the JSON value, at byte 36"),
    ])
  func damaged(text: String, why: String) {
    #expect(throws: KeyValueStore.Problem.damaged(why)) { try Self.store(text) }
  }

  @Test("refuses what it cannot keep, and stays as it was")
  func limits() throws {
    var store = KeyValueStore()
    for key in ["", String(repeating: "k", count: 201), "a\nb", "a\u{0}", "\u{7F}"] {
      #expect(throws: KeyValueStore.Problem.invalidKey(key)) { try store.set(key, to: .int(1)) }
    }
    for value: Value in [.double(.nan), .double(.infinity), .list([.double(.nan)])] {
      #expect(throws: KeyValueStore.Problem.notPlain) { try store.set("a", to: value) }
    }
    let large = Value.string(String(repeating: "x", count: KeyValueStore.largestValue - 2))
    #expect(throws: KeyValueStore.Problem.valueTooLarge) {
      try store.set("a", to: .string(String(repeating: "x", count: KeyValueStore.largestValue - 1)))
    }
    for number in 0..<15 { try store.set(String(number), to: large) }
    #expect(throws: KeyValueStore.Problem.full) { try store.set("last", to: large) }
    #expect(store.values.count == 15 && store.encoded.count <= KeyValueStore.largest)
    try store.set("0", to: .int(1))
    try store.set("last", to: large)
  }
}
