internal import Audit
internal import Effects
internal import Running
internal import Text

/// `pyflow rollback`: of a target, if the audit knows rollouts of one that is called so, else of a run (`docs/decisions/0057`).
struct RollbackVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let name = argument.run else {
      return invocation.has(.to) ? refuse("`\(Flag.to.text)` needs a target", nil, argument) : try undo()
    }
    let read: (history: HistoryReader, torn: Int)
    do throws(FileReader.Failure) { read = try argument.read() } catch {
      return ended(argument.unreadable(error, console), argument)
    }
    let rollouts = RolloutHistory(read.history.runs)
    if rollouts.knows(name) {
      argument.warn(of: read.history, torn: read.torn, console)
      return try TargetRollback(
        target: name, argument: argument, history: read.history, rollouts: rollouts, invocation: invocation,
        console: console
      ).execute()
    }
    let isRun = rollouts.targets.isEmpty || isRun(name, among: read.history.runs)
    if isRun, !invocation.has(.to) { return try undo() }
    return noTarget(name, rollouts, argument)
  }

  /// Undoes a run.
  private func undo() throws -> ExitCode {
    try ResumeVerb(purpose: .rollback, invocation: invocation, console: console).execute()
  }

  /// Whether a word names a run, or several.
  private func isRun(_ name: String, among runs: [RunHistory]) -> Bool {
    do throws(RunChoice) {
      _ = try RunChoice.find(name, among: runs.map(\.id))
      return true
    } catch {
      if case .unknown = error { return false }
      return true
    }
  }

  // MARK: - Refusing

  /// How many targets are named.
  private static let namedTargets = 10

  /// The target that was probably meant, or those that there are, with the versions that they were given last.
  private func hint(_ name: String, _ rollouts: RolloutHistory) -> String? {
    let targets = rollouts.targets
    if let near = Suggestion.closest(to: name, among: targets) { return "did you mean `\(OutputText.oneLine(near))`?" }
    let known = targets.prefix(Self.namedTargets).map { target in
      target + (rollouts.current(of: target)?.version.map { " (\($0))" } ?? "")
    }
    return known.isEmpty ? nil : OutputText.oneLine("targets on record: " + known.joined(separator: ", "))
  }

  /// Only a target has versions; without one wanted, the word may have been meant for a run too.
  private func noTarget(_ name: String, _ rollouts: RolloutHistory, _ argument: AuditFileArgument) -> ExitCode {
    let hint = hint(name, rollouts)
    if invocation.has(.to) { return refuse("no rollout of `\(name)` is on record", hint, argument) }
    console.complain(OutputText.oneLine("neither a run nor a target is called `\(name)`"), hint: hint)
    return ended(.invalid, argument)
  }

  private func refuse(_ words: String, _ hint: String?, _ argument: AuditFileArgument) -> ExitCode {
    console.complain(
      OutputText.oneLine("nothing was done: \(words)"), hint: hint ?? "pyflow rollback \(Verb.rollback.arguments)")
    return ended(.refused, argument)
  }

  /// The exit code, which a later step of a workflow hears too.
  private func ended(_ code: ExitCode, _ argument: AuditFileArgument) -> ExitCode {
    if !invocation.has(.dryRun) { GitHubStep(console)?.refuse(code, of: argument.runbook.path) }
    return code
  }
}
