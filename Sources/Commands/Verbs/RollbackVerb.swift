internal import Audit
internal import Effects
internal import Running

/// `pyflow rollback`: of a target, if the audit knows rollouts of one that is called so, else of a run (`docs/decisions/0057`).
struct RollbackVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    if let target = argument.run, RolloutRecords(of: argument.path).history.knows(target) {
      return try TargetRollback(target: target, argument: argument, invocation: invocation, console: console).execute()
    }
    if invocation.has(.to) { return unknown(argument.run) }
    return try ResumeVerb(purpose: .rollback, invocation: invocation, console: console).execute()
  }

  /// Only a target has versions.
  private func unknown(_ target: String?) -> ExitCode {
    let words = target.map { "no rollout of `\($0)` is on record" } ?? "`\(Flag.to.text)` needs a target"
    console.complain("nothing was done: \(words)", hint: "pyflow rollback \(Verb.rollback.arguments)")
    return .refused
  }
}
