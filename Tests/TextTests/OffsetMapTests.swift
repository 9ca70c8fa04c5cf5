import Testing
import Text

@Suite("A map of offsets")
struct OffsetMapTests {
  @Test("adds where nothing was decoded")
  func shifted() {
    let map = OffsetMap.shifted(by: 10)
    #expect(map.sourceOffset(of: 3) == 13)
    #expect(map.span(of: 1..<4) == ByteSpan(11..<14))
  }

  @Test("looks up where something was, and takes offsets beyond as the ends")
  func table() {
    let map = OffsetMap.table([5, 6, 8, 9])
    #expect((-1...5).map { map.sourceOffset(of: $0) } == [5, 5, 6, 8, 9, 9, 9])
    #expect(map.span(of: 1..<2) == ByteSpan(6..<8))
    #expect(map.span(of: 2..<9) == ByteSpan(8..<9))
    #expect(OffsetMap.table([]).sourceOffset(of: 4) == 0)
  }

  @Test("joins and clamps spans")
  func spans() {
    #expect(ByteSpan(3..<5).joined(with: ByteSpan(9..<12)) == ByteSpan(3..<12))
    #expect(ByteSpan(9..<12).joined(with: ByteSpan(3..<5)) == ByteSpan(3..<12))
    #expect(ByteSpan(3..<5).joined(with: ByteSpan(at: 4)) == ByteSpan(3..<5))
    #expect(ByteSpan(at: 7).length == 0)
    let source = SourceText(name: "f", bytes: Array("aé\u{1}".utf8) + [0xFF])
    #expect(source.string(in: ByteSpan(1..<3)) == "é")
    #expect(source.string(in: ByteSpan(2..<99)) == "\u{FFFD}\u{1}\u{FFFD}")
    #expect(source.string(in: ByteSpan(50..<99)).isEmpty)
  }
}
