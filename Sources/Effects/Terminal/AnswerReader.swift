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

  private var questions: [Int] = []
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Whether an answer is awaited.
  var isAsking: Bool { !questions.isEmpty && !hasEnded }

  /// Adds a question of a node.
  ///
  /// What was typed before the first question is not meant as its answer.
  mutating func ask(_ node: Int) {
    if questions.isEmpty {
      pending = []
      _ = tcflush(Self.input.number, TCIFLUSH)
    }
    questions.append(node)
  }

  /// Stops asking for a node.
  mutating func withdraw(_ node: Int) { questions.removeAll { $0 == node } }

  /// Takes in what was typed.
  mutating func read() -> [(node: Int, answer: Answer)] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = buffer.withUnsafeMutableBytes { (try? Self.input.read(into: $0)) ?? nil }
    guard let count, count > 0 else {
      hasEnded = true
      return questions.map { ($0, .unavailable) }
    }
    pending += buffer[..<count]
    return answers()
  }

  private mutating func answers() -> [(node: Int, answer: Answer)] {
    var result: [(node: Int, answer: Answer)] = []
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")), let node = questions.first {
      let line = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeFirst(end + 1)
      let answer = Self.answer(line)
      if answer != .unclear { questions.removeFirst() }
      result.append((node, answer))
    }
    return result
  }

  private static func answer(_ line: String) -> Answer {
    switch line.trimmed.lowercased() {
    case "y", "yes": .approved(by: UserDatabase.currentUserName)
    case "n", "no", "": .rejected(by: UserDatabase.currentUserName)
    default: .unclear
    }
  }
}
