import Testing
import Values

@Suite("The JSON stream")
struct JSONStreamTests {
  @Test("puts commas where they belong")
  func members() {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("a", "x\"")
    stream.member("b", 2)
    stream.key("c")
    stream.beginArray()
    stream.integer(1)
    stream.boolean(true)
    stream.string("s")
    stream.beginObject()
    stream.endObject()
    stream.beginArray()
    stream.endArray()
    stream.raw("[1]".utf8)
    stream.endArray()
    stream.member("d", false)
    stream.member("e", value: .list([.int(1), .null]))
    stream.endObject()
    let expected = #"{"a":"x\"","b":2,"c":[1,true,"s",{},[],[1]],"d":false,"e":[1,null]}"#
    #expect(String(decoding: stream.bytes, as: UTF8.self) == expected)
  }

  @Test("begins anew after its bytes were taken")
  func reuse() {
    var stream = JSONStream()
    stream.integer(1)
    stream.removeAll()
    stream.value(.string("x"))
    #expect(String(decoding: stream.bytes, as: UTF8.self) == "\"x\"")
  }
}
