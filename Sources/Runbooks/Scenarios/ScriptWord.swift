/// How something ends in a script, in a word (design 9).
public enum ScriptWord: String, Sendable, CaseIterable {
  case pass, fail, unknown, timeout, hang, cancel, promote, abort, crash, approve, reject, wait

  /// Whether it answers a question.
  public var isAnswer: Bool { self == .approve || self == .reject || self == .wait }
}
