import TestSupport
import Testing

@testable import Effects

@Suite("Kept output")
struct OutputTailTests {
  @Test("is the end of all that came, in whatever pieces")
  func reference() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<300 {
      let limit = Int.random(in: 0...40, using: &random)
      var tail = OutputTail(limit: limit)
      var all: [UInt8] = []
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let piece = (0..<Int.random(in: 0...50, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        piece.withUnsafeBytes { tail.append($0) }
        all += piece
        #expect(tail.content == Array(all.suffix(limit)))
        #expect(tail.total == all.count && tail.isTruncated == (all.count > limit))
      }
    }
  }
}
