/// How a node ended, and why, in a few words.
enum StatusText {
  /// `skipped: condition is false`; a reason that begins with the status, as `blocked by a` does, needs no other word.
  static func words(_ status: String, reason: String?) -> String {
    guard let reason else { return status }
    return reason.hasPrefix(status) ? reason : "\(status): \(reason)"
  }
}
