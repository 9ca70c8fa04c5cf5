internal import Effects

/// The group of `[runbook]` on this machine.
enum GroupAccess {
  /// Why files cannot be shared with it.
  enum Refusal: Error {
    case unknown(String)
    case notMember(String)
  }

  /// Who may use what a run writes.
  static func of(_ group: String?) throws(Refusal) -> FileAccess {
    guard let group else { return .userAlone }
    guard let number = UserDatabase.group(named: group) else { throw .unknown(group) }
    guard UserDatabase.isMember(of: number) else { throw .notMember(group) }
    return FileAccess(group: number)
  }
}

extension GroupAccess.Refusal {
  /// Says why the run does not begin; the exit code.
  func explain(to console: Console) -> ExitCode {
    switch self {
    case .unknown(let group):
      console.complain(
        "nothing was done: this machine has no group `\(group)`", hint: "make it, or change `group` in [runbook]")
      return .invalid
    case .notMember(let group):
      console.complain(
        "nothing was done: \(UserDatabase.currentUserName) is no member of the group `\(group)`, which is to read the audit",
        hint: "become one, and log in again")
      return .refused
    }
  }
}
