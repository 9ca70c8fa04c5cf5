internal import Planning
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

  /// A question, and how far its answer has come.
  private struct Asked {
    let node: Int
    let fields: [PlanField]
    let decisions: [FailureDecision]
    /// The field that is asked for; nothing while the question itself is.
    var field: Int?
    var values = ValueMap()
  }

  private var questions: [Asked] = []
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Whether an answer is awaited.
  var isAsking: Bool { !questions.isEmpty && !hasEnded }

  /// Adds a question of a node.
  ///
  /// What was typed before the first question is not meant as its answer.
  mutating func ask(_ question: Question, of node: Int) {
    if questions.isEmpty {
      pending = []
      _ = tcflush(Self.input.number, TCIFLUSH)
    }
    questions.append(Asked(node: node, fields: question.approval.fields, decisions: question.decisions))
  }

  /// Stops asking for a node.
  ///
  /// What was typed of its answer is not meant for the next question.
  mutating func withdraw(_ node: Int) {
    if questions.first?.node == node {
      pending = []
      _ = tcflush(Self.input.number, TCIFLUSH)
    }
    questions.removeAll { $0.node == node }
  }

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
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")), let node = questions.first?.node {
      let line = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeFirst(end + 1)
      let answer = answer(to: line)
      switch answer {
      case .approved, .rejected, .failure: questions.removeFirst()
      case .unclear, .field, .unavailable: break
      }
      result.append((node, answer))
    }
    return result
  }

  /// What a line means for the first question.
  private mutating func answer(to line: String) -> Answer {
    if let field = questions[0].field { return fill(field, line) }
    let word = line.trimmed.lowercased()
    if !questions[0].decisions.isEmpty {
      // The whole word or its first letter; only Enter decides nothing.
      let decision = questions[0].decisions.first { $0.rawValue == word || $0.rawValue.prefix(1) == word }
      return decision.map { .failure($0) } ?? .unclear
    }
    switch word {
    case "y", "yes": return next(0)
    case "n", "no", "": return .rejected
    default: return .unclear
    }
  }

  private mutating func fill(_ field: Int, _ line: String) -> Answer {
    let declared = questions[0].fields[field]
    switch declared.reply(to: line) {
    case .refused(let reason): return .field(field, refusal: reason)
    case .left: break
    case .value(let value): questions[0].values[declared.name] = value
    }
    return next(field + 1)
  }

  /// Asks for a field, or has the whole answer.
  private mutating func next(_ field: Int) -> Answer {
    guard field < questions[0].fields.count else { return .approved(fields: questions[0].values) }
    questions[0].field = field
    return .field(field, refusal: nil)
  }
}
