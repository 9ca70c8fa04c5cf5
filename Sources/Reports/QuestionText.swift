internal import Running
internal import Text

/// The words around a question to a person at the terminal: yes or no, or what to do about a failure.
enum QuestionText {
  /// The answers in brackets; the capital one is what Enter means.
  static func choices(_ decisions: [FailureDecision]) -> String {
    decisions.isEmpty ? "[y/N]" : "[\(decisions.map(\.rawValue).joined(separator: "/"))]"
  }

  /// What is said about an answer that is none.
  static func help(_ decisions: [FailureDecision]) -> String {
    if decisions.isEmpty { return "Please answer y (yes) or n (no)." }
    return "Please answer " + list(decisions.map { "\($0.rawValue.prefix(1)) (\($0.rawValue))" }) + "."
  }

  /// What was decided about a failed node; by nobody if nobody has answered in time.
  static func decided(_ decision: FailureDecision, by person: String?) -> String {
    guard let person else { return "stays failed: nobody has answered" }
    return switch decision {
    case .retry: "is tried again, says \(OutputText.oneLine(person))"
    case .skip: "is skipped, says \(OutputText.oneLine(person))"
    case .abort: "stays failed, says \(OutputText.oneLine(person))"
    }
  }

  /// `a, b or c`.
  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
