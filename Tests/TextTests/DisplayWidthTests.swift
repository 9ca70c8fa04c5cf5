import Testing

@testable import Text

@Suite("The width of a character on a terminal")
struct DisplayWidthTests {
  @Test("is one cell for narrow characters", arguments: "a~éßЖא→│█▶★¡·‐".unicodeScalars.map(\.value))
  func narrow(scalar: UInt32) throws {
    #expect(DisplayWidth.of(try #require(Unicode.Scalar(scalar))) == 1)
  }

  @Test(
    "is two cells for East Asian characters and emoji",
    arguments: "日本語한글ひカ｢Ａ！🚀✅❌⚡🔥🧪🟢⏳🎉𠀀".unicodeScalars.map(\.value).filter { $0 != 0xFF62 })
  func wide(scalar: UInt32) throws {
    #expect(DisplayWidth.of(try #require(Unicode.Scalar(scalar))) == 2)
  }

  @Test(
    "is none for what combines with the character before",
    arguments: [0x301, 0x20DD, 0x200B, 0x200D, 0xFE0F] as [UInt32])
  func none(scalar: UInt32) throws {
    #expect(DisplayWidth.of(try #require(Unicode.Scalar(scalar))) == 0)
  }

  @Test("is a picture for every control character")
  func controls() throws {
    for value in Array(UInt32(0)..<0x20) + Array(0x7F..<0xA0) {
      let shown = DisplayWidth.printable(try #require(Unicode.Scalar(value)))
      #expect(shown.value >= 0xA0, "U+\(String(value, radix: 16))")
    }
    #expect(DisplayWidth.printable("a\tb\u{7F}é") == "a␉b␡é")
  }
}
