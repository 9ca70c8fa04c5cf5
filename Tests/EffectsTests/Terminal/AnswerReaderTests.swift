import Foundation
import Running
import TestSupport
import Testing
import Values

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
      case .approved(let fields):
        let values = fields.entries.map { " \($0.key.string ?? "")=\(String.convert($0.value) ?? "")" }
        return "\(node) approved" + values.joined()
      case .rejected: return "\(node) rejected"
      case .field(let field, let refusal): return "\(node) field \(field)" + (refusal.map { ": \($0)" } ?? "")
      case .failure(let decision): return "\(node) \(decision.rawValue)"
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
      #expect(
        Self.answers(probe) == [
          "3 approved", "1 rejected", "2 unclear", "2 approved",
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
      #expect(Self.answers(probe) == ["0 approved"])
      probe.start(.ask(Question(text: "?")), node: 1)
      try pipe.writing.writeAll(Array("\n".utf8))
      #expect(Self.answers(probe) == ["1 rejected"])
    }
  }

  @Test("a question about a failure is answered by a word or its first letter, and Enter decides nothing")
  func failure() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      for (node, decisions) in [(1, FailureDecision.allCases), (2, FailureDecision.allCases), (3, [.retry, .abort])] {
        var question = Question(text: "?")
        question.decisions = decisions
        probe.start(.ask(question), node: node)
      }
      try pipe.writing.writeAll(Array("\ny\n Retry \nS\ns\na\n".utf8))
      #expect(
        Self.answers(probe) == [
          "1 unclear", "1 unclear", "1 retry", "2 skip", "3 unclear", "3 abort",
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
      #expect(Self.answers(probe) == ["1 approved"])
    }
  }

  @Test("fields are asked for one by one, and again where an answer is not allowed")
  func fields() async {
    await #expect(processExitsWith: .success) {
      let (probe, pipe) = try Self.world()
      let text = """
        [a]
        prompt = "?"
        [a.fields]
        COPIES = { type = "int", max = 9 }
        COLOUR = { choices = ["red", "blue"] }
        NOTE = { required = false }
        """
      guard case .question(let question)? = Reading.plan(text).plan.nodes.first?.action else { return }
      probe.start(.ask(Question(text: "?", approval: question.approval)), node: 0)
      try pipe.writing.writeAll(Array("y\nmany\n10\n\n3\n2\n\n".utf8))
      #expect(
        Self.answers(probe) == [
          "0 field 0", "0 field 0: field `COPIES` is an integer, not `many`",
          "0 field 0: `10` is out of range for field `COPIES`; at most 9 is allowed", "0 field 0: COPIES needs a value",
          "0 field 1", "0 field 2", "0 approved COPIES=3 COLOUR=blue",
        ])
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
