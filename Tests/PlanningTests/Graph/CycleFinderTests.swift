import TestSupport
import Testing

@testable import Planning

/// The finder of cycles, against a slow model: which nodes reach which, by squaring.
@Suite("Finding cycles")
struct CycleFinderTests {
  /// For each pair of nodes, whether there is a way of at least one edge from the one to the other (Warshall).
  private static func reachability(_ successors: [[Int]]) -> [[Bool]] {
    var reaches = successors.map { targets in successors.indices.map { targets.contains($0) } }
    for middle in successors.indices {
      for from in successors.indices where reaches[from][middle] {
        for to in successors.indices where reaches[middle][to] { reaches[from][to] = true }
      }
    }
    return reaches
  }

  /// The length of the shortest way from a node back to itself, by steps of one edge.
  private static func shortestWayBack(_ start: Int, _ successors: [[Int]]) -> Int? {
    var frontier = Set(successors[start])
    for length in 1...successors.count {
      if frontier.contains(start) { return length }
      frontier = Set(frontier.flatMap { successors[$0] })
    }
    return nil
  }

  private static func randomGraph(_ random: inout SeededRandom) -> [[Int]] {
    let count = Int.random(in: 1...9, using: &random)
    let density = Int.random(in: 0...12, using: &random)
    return (0..<count).map { _ in
      (0..<count).filter { _ in Int.random(in: 0..<30, using: &random) < density }.shuffled(using: &random)
    }
  }

  @Test("finds one for each group of nodes that reach each other, the shortest through its first node")
  func random() {
    var random = SeededRandom(seed: 20_261_121)
    var cyclic = 0
    for _ in 0..<2000 {
      let graph = Self.randomGraph(&random)
      var finder = CycleFinder(successors: graph)
      let cycles = finder.cycles()
      let reaches = Self.reachability(graph)
      // The first nodes of the groups: those that reach themselves, and no smaller node both ways.
      let firsts = graph.indices.filter { node in
        reaches[node][node] && !(0..<node).contains { reaches[node][$0] && reaches[$0][node] }
      }
      #expect(cycles.map(\.first) == firsts, "\(graph)")
      for cycle in cycles {
        let next = cycle.dropFirst() + cycle.prefix(1)
        #expect(zip(cycle, next).allSatisfy { graph[$0].contains($1) }, "\(graph): \(cycle)")
        #expect(cycle.count == Self.shortestWayBack(cycle[0], graph), "\(graph): \(cycle)")
      }
      if !cycles.isEmpty { cyclic += 1 }
    }
    // Both kinds of graphs were tried.
    #expect((500...1500).contains(cyclic))
  }

  @Test("needs no stack for a long one")
  func long() {
    let count = 100_000
    var finder = CycleFinder(successors: (0..<count).map { [($0 + 1) % count] })
    #expect(finder.cycles() == [Array(0..<count)])
  }

  @Test("finds none in no graph")
  func empty() {
    var finder = CycleFinder(successors: [])
    #expect(finder.cycles().isEmpty)
  }
}
