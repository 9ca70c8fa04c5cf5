internal import Effects
internal import Runbooks
internal import Running
internal import Text

/// pyflow from its arguments to its exit code.
public enum Program {
  /// Runs the command that the program's own arguments state.
  public static func main() -> ExitCode {
    let (arguments, invalid) = OwnProcess.arguments()
    return main(arguments, invalid: invalid)
  }

  /// Runs the command that the arguments after the program's name state; `invalid` is the number of one that is no text.
  static func main(_ arguments: [String], invalid: Int? = nil) -> ExitCode {
    StandardStream.openMissing()
    let environment = Dictionary(
      OwnProcess.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    do {
      if let number = invalid { throw UsageProblem.invalidUTF8(argument: number) }
      guard !arguments.isEmpty else { return withoutCommand() }
      return try run(try ArgumentParser.parse(arguments), environment)
    } catch {
      return explain(error, Console(color: nil, environment: environment))
    }
  }

  /// A script whose command is empty by mistake must not succeed.
  private static func withoutCommand() -> ExitCode {
    StandardStream.error.write(HelpText.overview())
    return .usage
  }

  private static func explain(_ error: any Error, _ console: Console) -> ExitCode {
    switch error {
    case let error as UsageProblem:
      console.complain(error.message, hint: error.suggestion.map { "did you mean `\($0)`?" } ?? "see pyflow help")
      return .usage
    case is VariableQuestions.Interrupted: return .interrupted
    case let error as ResultNotWritten:
      console.complain("the result cannot be written to the standard output: \(error.reason)")
      return .notWritten
    default:
      console.complain("unexpected: \(error)")
      return .internalError
    }
  }

  /// The variables of the runbook that was named along with `--help`.
  private static func variables(of invocation: Invocation) -> String {
    guard invocation.verb.flags.contains(.var), let path = invocation.arguments.first else { return "" }
    var diagnostics = Diagnostics()
    guard let source = RunbookFile(path: path).read(into: &diagnostics) else { return "" }
    return "\n" + VariablesText.render(RunbookReader.read(source, into: &diagnostics).variables, path: path)
  }

  private static func run(
    _ invocation: Invocation, _ environment: [String: String]
  ) throws -> ExitCode {
    let color = invocation.value(of: .color)
    if let color, !["auto", "always", "never"].contains(color) {
      throw UsageProblem.invalidValue(.color, color, expected: "auto, always or never")
    }
    let console = Console(color: color, environment: environment)
    if invocation.has(.help) {
      try console.result(HelpText.verb(invocation.verb) + variables(of: invocation))
      return .succeeded
    }
    switch invocation.verb {
    case .run: return try RunVerb(invocation: invocation, console: console).execute()
    case .validate: return try ValidateVerb(invocation: invocation, console: console).execute()
    case .test: return try TestVerb(invocation: invocation, console: console).execute()
    case .plan: return try PlanVerb(invocation: invocation, console: console).execute()
    case .graph: return try GraphVerb(invocation: invocation, console: console).execute()
    case .resume: return try ResumeVerb(purpose: .resume, invocation: invocation, console: console).execute()
    case .recover: return try ResumeVerb(purpose: .recover, invocation: invocation, console: console).execute()
    case .rollback: return try RollbackVerb(invocation: invocation, console: console).execute()
    case .approve: return try AnswerVerb(isApproval: true, invocation: invocation, console: console).execute()
    case .reject: return try AnswerVerb(isApproval: false, invocation: invocation, console: console).execute()
    case .setStatus: return try SetStatusVerb(invocation: invocation, console: console).execute()
    case .promote: return try RolloutVerb(wish: .promote, invocation: invocation, console: console).execute()
    case .abort: return try RolloutVerb(wish: .abort, invocation: invocation, console: console).execute()
    case .pause: return try PauseVerb(invocation: invocation, console: console).execute()
    case .status: return try StatusVerb(invocation: invocation, console: console).execute()
    case .logs: return try LogsVerb(invocation: invocation, console: console).execute()
    case .cancel: return try CancelVerb(invocation: invocation, console: console).execute()
    case .list: return try ListVerb(invocation: invocation, console: console).execute()
    case .auditShow: return try AuditShowVerb(invocation: invocation, console: console).execute()
    case .auditVerify: return try AuditVerifyVerb(invocation: invocation, console: console).execute()
    case .lockList: return try LockListVerb(invocation: invocation, console: console).execute()
    case .lockBreak: return try LockBreakVerb(invocation: invocation, console: console).execute()
    case .notifyList: return try NotifyListVerb(invocation: invocation, console: console).execute()
    case .notifyTest: return try NotifyTestVerb(invocation: invocation, console: console).execute()
    case .notifyFlush: return try NotifyFlushVerb(invocation: invocation, console: console).execute()
    case .kvGet, .kvList, .kvDelete: return try KeyValueVerb(invocation: invocation, console: console).execute()
    case .kvSet: return try KeyValueSetVerb(invocation: invocation, console: console).execute()
    case .plugins: return try PluginsVerb(invocation: invocation, console: console).execute()
    case .version: return try VersionVerb(invocation: invocation, console: console).execute()
    case .help: return try HelpVerb(invocation: invocation, console: console).execute()
    case .eval: return try EvalVerb(invocation: invocation, console: console).execute()
    case .debugTOML: return try DebugTOMLVerb(invocation: invocation, console: console).execute()
    case .debugTemplate: return try DebugTemplateVerb(console: console).execute()
    case .debugBenchTemplates: return try DebugBenchTemplatesVerb(console: console).execute()
    }
  }
}
