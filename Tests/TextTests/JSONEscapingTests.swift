import Foundation
import Testing
import Text

@Suite("JSON strings")
struct JSONEscapingTests {
  private func escaped(_ text: String) -> String {
    var output: [UInt8] = []
    JSONEscaping.append(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test(
    "escape only what must be",
    arguments: [
      ("", #""""#), ("plain/é😀", #""plain/é😀""#), ("\"\\", #""\"\\""#), ("a\nb\rc\td", #""a\nb\rc\td""#),
      ("\0\u{8}\u{C}\u{1F}\u{7F}", #""\u0000\u0008\u000c\u001f"# + "\u{7F}\""),
    ])
  func table(text: String, expected: String) {
    #expect(escaped(text) == expected)
  }

  @Test("are read back by Foundation, whatever the ASCII character")
  func foundation() throws {
    for byte in UInt8(0)..<0x80 {
      let text = "x\(Unicode.Scalar(byte))y"
      let object = try JSONSerialization.jsonObject(with: Data("[\(escaped(text))]".utf8))
      #expect(object as? [String] == [text])
    }
  }

  @Test("use hexadecimal digits that are read back")
  func hexadecimal() {
    for value in UInt8(0)..<16 {
      #expect(HexDigits.value(of: HexDigits.lower(value)) == value)
      #expect(HexDigits.upper(UInt32(value), width: 1).utf8.first.flatMap(HexDigits.value) == value)
    }
    let others = (UInt8.min...UInt8.max).filter { HexDigits.value(of: $0) != nil }
    #expect(others == Array("0123456789ABCDEFabcdef".utf8))
    #expect(HexDigits.upper(0xA0, width: 4) == "00A0")
    #expect(HexDigits.upper(0x10FFFF, width: 4) == "10FFFF")
  }
}
