import Foundation
import TestSupport
import Testing
import Text

@Suite("The check for UTF-8")
struct UTF8CheckTests {
  @Test(
    "finds the first byte that is wrong",
    arguments: [
      ([], nil), ([0x61], nil), ([0x61, 0x80], 1), ([0xC0, 0xAF], 0), ([0xC1, 0xBF], 0), ([0xC2, 0x80], nil),
      ([0xC2], 0),
      ([0xE0, 0x9F, 0xBF], 0), ([0xE0, 0xA0, 0x80], nil), ([0xED, 0x9F, 0xBF], nil), ([0xED, 0xA0, 0x80], 0),
      ([0xEF, 0xBF, 0xBF], nil), ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF0, 0x90, 0x80, 0x80], nil),
      ([0xF4, 0x8F, 0xBF, 0xBF], nil), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFF], 0),
      ([0xE2, 0x82], 0), ([0xE2, 0x82, 0x41], 0), ([0x61, 0xF0, 0x9F, 0x98], 1),
      (Array(repeating: 0x61, count: 16) + [0xC3, 0xA9, 0xFE], 18), ([0xC3, 0xA9, 0xA9], 2),
    ] as [([UInt8], Int?)])
  func table(bytes: [UInt8], expected: Int?) {
    #expect(UTF8Check.firstInvalid(in: bytes) == expected)
  }

  @Test("agrees with the standard library on random bytes", arguments: 0..<20)
  func random(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let pool: [UInt8] = [
      0x41, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF, 0xE0, 0xE2, 0xED, 0xF0, 0xF1, 0xF4, 0xFF,
    ]
    for round in 0..<500 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in
        round % 2 == 0 ? pool.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      }
      let invalid = UTF8Check.firstInvalid(in: bytes)
      #expect((invalid == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
      guard let invalid else { continue }
      #expect(String(validating: bytes[..<invalid], as: UTF8.self) != nil, "\(bytes)")
      // No sequence that begins there is well formed, so the place could not be any later.
      let longer = (1...4).filter { invalid + $0 <= bytes.count }
      #expect(longer.allSatisfy { String(validating: bytes[invalid..<invalid + $0], as: UTF8.self) == nil }, "\(bytes)")
    }
  }

  @Test("accepts every scalar there is")
  func everyScalar() {
    var text = String.UnicodeScalarView()
    for value in UInt32(0)...0x10_FFFF { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
    #expect(UTF8Check.firstInvalid(in: Array(String(text).utf8)) == nil)
  }
}
