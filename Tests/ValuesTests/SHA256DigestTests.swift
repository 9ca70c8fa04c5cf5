import Testing
import Values

@Suite("A SHA-256 digest")
struct SHA256DigestTests {
  @Test("is 64 hexadecimal digits, and read back from them in either case")
  func hex() {
    let digest = SHA256.hash("abc".utf8)
    #expect(digest.bytes.count == 32)
    #expect(SHA256Digest(hex: digest.hex.utf8) == digest)
    #expect(SHA256Digest(hex: digest.hex.uppercased().utf8) == digest)
    #expect(SHA256Digest.zero.hex == String(repeating: "0", count: 64))
    #expect(SHA256Digest(hex: SHA256Digest.zero.hex.utf8) == .zero)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "0", count: 63) + "g",
      " " + String(repeating: "0", count: 63), String(repeating: "é", count: 32),
    ])
  func others(text: String) {
    #expect(SHA256Digest(hex: text.utf8) == nil)
  }
}
