import Planning
import Testing

@testable import Running

@Suite("Sets of transitions")
struct TransitionSetTests {
  private static let all = NodeStatus.allCases.flatMap { from in
    NodeStatus.allCases.map { Transition(from: from, to: $0) }
  }

  @Test("every status has a place of its own")
  func indexes() {
    #expect(NodeStatus.allCases.map(\.index) == Array(0..<NodeStatus.allCases.count))
  }

  @Test("hold what was put into them, and nothing else", arguments: all)
  func one(_ transition: Transition) {
    let set = TransitionSet([transition])
    #expect(Self.all.filter { set.contains($0) } == [transition])
  }

  @Test("tell which transitions are legal: those of the table")
  func legal() {
    #expect(Set(Self.all.filter(\.isLegal)) == Set(Transition.table.map(\.transition)))
  }
}
