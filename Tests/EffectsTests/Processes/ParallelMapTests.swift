import Effects
import Testing

@Suite("Computing on all processors")
struct ParallelMapTests {
  @Test("keeps the order of the items", arguments: [1, 2, 7])
  func order(_ width: Int) {
    #expect(ParallelMap.map(Array(0..<500), width: width) { $0 * 2 } == (0..<500).map { $0 * 2 })
  }

  @Test("of nothing is nothing")
  func empty() { #expect(ParallelMap.map([Int](), width: 4) { $0 } == []) }

  @Test("without threads is done all the same")
  func withoutThreads() { #expect(ParallelMap.map([1, 2, 3], width: 0) { $0 + 1 } == [2, 3, 4]) }
}
