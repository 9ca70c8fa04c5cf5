import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

@Suite("Answers of people")
struct AnswerReaderTests {
  /// A world whose standard input is a pipe, and the pipe's writing end.
  private static func world() throws -> (WorldProbe, Effects.Pipe) {
    let pipe = try Effects.Pipe()
    dup2(pipe.reading.number, 0)
    return (try WorldProbe(), pipe)
  }

  private static func answers(_ probe: WorldProbe) -> [String] {
    probe.world.wait(until: probe.world.now().advanced(by: .seconds(60))).compactMap { event in
      guard case .answered(let node, let answer) = event else { return nil }
      switch answer {
      case .approved(let person): return "\(node) approved by \(person)"
      case .rejected(let person): return "\(node) rejected by \(person)"
      case .failure(let decision, let person): return "\(node) \(decision.rawValue) by \(person)"
      case .unclear: return "\(node) unclear"
      case .unavailable: return "\(node) unavailable"
      }
    }
  }

  @Test("questions are answered in the order in which they were asked")
  func order() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      for node in [3, 1, 2] { probe.start(.ask(Question(text: "?")), node: node) }
      try pipe.writing.writeAll(Array("yes\n  N \nperhaps\nY\n".utf8))
      let user = UserDatabase.currentUserName
      #expect(
        Self.answers(probe) == [
          "3 approved by \(user)", "1 rejected by \(user)", "2 unclear", "2 approved by \(user)",
        ])
    }
  }

  @Test("no answer is a no, and half a line is none yet")
  func lines() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      probe.start(.ask(Question(text: "?")), node: 0)
      try pipe.writing.writeAll(Array("ye".utf8))
      #expect(Self.answers(probe).isEmpty)
      try pipe.writing.writeAll(Array("s\n".utf8))
      #expect(Self.answers(probe) == ["0 approved by \(UserDatabase.currentUserName)"])
      probe.start(.ask(Question(text: "?")), node: 1)
      try pipe.writing.writeAll(Array("\n".utf8))
      #expect(Self.answers(probe) == ["1 rejected by \(UserDatabase.currentUserName)"])
    }
  }

  @Test("a question about a failure is answered by a word or its first letter, and Enter decides nothing")
  func failure() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      for (node, canSkip) in [(1, true), (2, true), (3, false)] {
        probe.start(.ask(Question(text: "?", answers: .aboutFailure(canSkip: canSkip))), node: node)
      }
      try pipe.writing.writeAll(Array("\ny\n Retry \nS\ns\na\n".utf8))
      let user = UserDatabase.currentUserName
      #expect(
        Self.answers(probe) == [
          "1 unclear", "1 unclear", "1 retry by \(user)", "2 skip by \(user)", "3 unclear", "3 abort by \(user)",
        ])
    }
  }

  @Test("when the input ends there is nobody to ask")
  func end() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      for node in [0, 1] { probe.start(.ask(Question(text: "?")), node: node) }
      pipe.writing.close()
      #expect(Self.answers(probe) == ["0 unavailable", "1 unavailable"])
    }
  }

  @Test("a question that was withdrawn is not answered")
  func withdrawn() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      for node in [0, 1] { probe.start(.ask(Question(text: "?")), node: node) }
      probe.world.perform(.withdraw(node: 0))
      try pipe.writing.writeAll(Array("y\n".utf8))
      #expect(Self.answers(probe) == ["1 approved by \(UserDatabase.currentUserName)"])
    }
  }

  @Test("descriptors that are closed at the start are filled")
  func missing() async {
    await #expect(processExitsWith: .success) {
      close(0)
      StandardStream.openMissing()
      #expect(fcntl(0, F_GETFD) >= 0)
      let file = open("/dev/null", O_RDONLY)
      #expect(file > 2)
    }
  }
}
