internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads people's answers from the terminal, line by line.
///
/// Questions are answered in the order in which they are asked.
struct AnswerReader {
  /// Where answers come from.
  static let input = FileDescriptor(number: 0)

  private var questions: [(node: Int, answers: Question.Answers)] = []
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Whether an answer is awaited.
  var isAsking: Bool { !questions.isEmpty && !hasEnded }

  /// Adds a question of a node.
  ///
  /// What was typed before the first question is not meant as its answer.
  mutating func ask(_ node: Int, _ answers: Question.Answers = .approval) {
    if questions.isEmpty {
      pending = []
      _ = tcflush(Self.input.number, TCIFLUSH)
    }
    questions.append((node, answers))
  }

  /// Stops asking for a node.
  mutating func withdraw(_ node: Int) { questions.removeAll { $0.node == node } }

  /// Takes in what was typed.
  mutating func read() -> [(node: Int, answer: Answer)] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = buffer.withUnsafeMutableBytes { (try? Self.input.read(into: $0)) ?? nil }
    guard let count, count > 0 else {
      hasEnded = true
      return questions.map { ($0.node, .unavailable) }
    }
    pending += buffer[..<count]
    return answers()
  }

  private mutating func answers() -> [(node: Int, answer: Answer)] {
    var result: [(node: Int, answer: Answer)] = []
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")), let question = questions.first {
      let line = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeFirst(end + 1)
      let answer = Self.answer(line, to: question.answers)
      if answer != .unclear { questions.removeFirst() }
      result.append((question.node, answer))
    }
    return result
  }

  private static func answer(_ line: String, to answers: Question.Answers) -> Answer {
    let word = line.trimmed.lowercased()
    let person = UserDatabase.currentUserName
    switch answers {
    case .approval:
      switch word {
      case "y", "yes": return .approved(by: person)
      case "n", "no", "": return .rejected(by: person)
      default: return .unclear
      }
    case .aboutFailure(let canSkip):
      // Its whole name or its first letter; only Enter decides nothing.
      let decision = FailureDecision.allCases.first { $0.rawValue == word || $0.rawValue.prefix(1) == word }
      guard let decision, decision != .skip || canSkip else { return .unclear }
      return .failure(decision, by: person)
    }
  }
}
