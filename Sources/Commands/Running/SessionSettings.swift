internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// How a run goes on and is shown, as the command line says it: the same for new runs and those that are taken up again.
struct SessionSettings {
  let console: Console
  let jobs: Int?
  /// The form of diagnostics.
  let format: DiagnosticFormat
  /// Whether somebody sits at the terminal who may be asked.
  let mayAsk: Bool
  private let invocation: Invocation
  private let lockWait: Duration?
  private let approvalWait: Duration?
  private let maximumQuestions: Int

  init(_ invocation: Invocation, _ console: Console) throws(UsageProblem) {
    self.invocation = invocation
    self.console = console
    format = try invocation.diagnosticFormat(on: console)
    jobs = try invocation.jobs()
    lockWait = try invocation.duration(of: .lockWait)
    approvalWait = try invocation.duration(of: .approvalWait)
    maximumQuestions = try invocation.maximumQuestions()
    if let reason = invocation.value(of: .breakGlass), reason.trimmed.isEmpty {
      throw .invalidValue(.breakGlass, reason, expected: "the reason in words")
    }
    mayAsk = !invocation.has(.noInput) && !invocation.has(.noInteractiveVariables) && Terminal.canAsk
  }

  /// Whoever sits at the terminal, if they may be asked for values.
  var questions: VariableQuestions? {
    mayAsk ? VariableQuestions(console: console, asksAll: invocation.has(.ask)) : nil
  }

  private var isOnCI: Bool { isOnGitHub || !["", "false", "0"].contains(console.environment["CI"] ?? "") }
  private var isOnGitHub: Bool { console.host != nil }

  /// So many nodes at once as there can be files open for.
  private func affordable(_ places: Int) -> Int {
    let most = DescriptorLimit.processes
    if places <= most { return places }
    console.warn(
      "at most \(most) nodes run at once, not \(places): the limit of open files (ulimit -Hn) is \(DescriptorLimit.most)"
    )
    return most
  }

  func options(for plan: Plan) -> RunOptions {
    var options = RunOptions(jobs: affordable(plan.places(asked: jobs)))
    options.lockWait = lockWait
    options.ignoresBreakers = invocation.has(.ignoreBreaker)
    options.approvalWait = approvalWait ?? .zero
    options.breaksReservations = invocation.has(.breakLock)
    options.breakGlass = invocation.value(of: .breakGlass)
    options.approvesAll = invocation.has(.yes)
    options.forcesRollouts = invocation.has(.force)
    options.hasTerminal = mayAsk
    options.notice = isOnGitHub ? .github : nil
    options.endsWithParent = isOnCI
    // Nobody sits there, whatever it looks like.
    options.maximumFailureQuestions = isOnGitHub ? 0 : maximumQuestions
    return options
  }

  var progress: ProgressOptions {
    var options = ProgressOptions()
    options.isLive = Terminal.showsProgress && console.environment["CI"] == nil
    options.isQuiet = invocation.has(.quiet)
    options.style = console.errorStyle
    options.width = Terminal.width
    options.guardsCommands = isOnGitHub
    options.foldsOutput = isOnGitHub
    options.notice = isOnGitHub ? .github : nil
    return options
  }
}
