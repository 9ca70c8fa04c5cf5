public import Running

/// The names of the files that the output of nodes goes to (design 5.7).
public enum LogName {
  /// `NODE.ATTEMPT.log`, or `NODE.rollback.ATTEMPT.log`.
  public static func of(_ node: String, step: Step = .run, attempt: Int) -> String {
    let name = PlainName.of(node)
    return step == .run || step == .sample ? "\(name).\(attempt).log" : "\(name).\(step.rawValue).\(attempt).log"
  }
}
