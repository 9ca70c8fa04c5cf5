internal import Text

/// How a node ended, and why, in one line.
enum OutcomeText {
  /// The word for the end, then the reason; "blocked by a" needs no other word.
  static func words(_ status: String, because reason: String?) -> String {
    let status = OutputText.oneLine(status)
    guard let message = reason.map({ OutputText.oneLine($0) }) else { return status }
    return message.hasPrefix("\(status) ") ? message : "\(status): \(message)"
  }
}
