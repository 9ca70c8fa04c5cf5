internal import Effects
internal import Reports
internal import Running

/// The step of a GitHub workflow: the files by which it hears of a run.
///
/// What cannot be written there is a warning, and changes nothing about the run.
struct GitHubStep {
  private let console: Console

  /// The step in which pyflow runs, if it runs in one.
  init?(_ console: Console) {
    guard console.host != nil else { return nil }
    self.console = console
  }

  /// Tells what a later step needs even if this one is killed.
  func begin(run: String, auditPath: String) {
    write(.beginning(run: run, auditPath: auditPath))
  }

  /// Tells how a run has ended, and annotates what failed; `lastLines` is what was printed last.
  func end(_ finish: RunFinish, _ outcome: RunOutcome, _ arguments: RunArguments, lastLines: [String]) {
    console.annotate(GitHubFailures.diagnostics(outcome, finish))
    write(.end(finish, of: outcome))
    let summary = GitHubSummary(outcome, finish, arguments, lastLines: lastLines)
    append(to: "GITHUB_STEP_SUMMARY") {
      summary.render(limit: GitHubSummary.maximumSize - Dispatch.summaryReserve - $0)
    }
  }

  /// Tells that a run did not begin, or was not taken up.
  func refuse(_ code: ExitCode, of file: String) {
    let status = Self.status(code)
    write(.refusal(status))
    append(to: "GITHUB_STEP_SUMMARY") { _ in GitHubSummary.refusal(status, of: file) }
  }

  /// What `status` says of a run that has not begun.
  private static func status(_ code: ExitCode) -> String {
    switch code {
    case .succeeded: "nothing_to_do"
    case .invalid: "invalid"
    case .notWritten: "not_written"
    case .hungUp, .interrupted, .quit, .terminated: RunStatus.cancelled.rawValue
    default: "refused"
    }
  }

  private func write(_ outputs: GitHubOutputs) {
    for warning in outputs.warnings { console.warn(warning) }
    append(to: "GITHUB_OUTPUT") { _ in GitHubOutputFile.render(outputs.entries, random: OwnProcess.randomBits) }
  }

  /// A runner that is too old for a file does not name it.
  private func append(to variable: String, _ text: (Int) -> String) {
    guard let path = console.environment[variable], !path.isEmpty else { return }
    do throws(SystemError) { try StepFile(path).append(text) } catch {
      console.warn("GitHub does not hear of it (\(variable)): \(error.message)")
    }
  }
}
