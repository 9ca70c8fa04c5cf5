internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow run`.
struct RunVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let format = try invocation.diagnosticFormat()
    let jobs = try invocation.jobs()
    let lockWait = try invocation.duration(of: .lockWait)
    let approvalWait = try invocation.duration(of: .approvalWait)
    let maximumQuestions = try invocation.maximumQuestions()
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: true, questions: questions())
    guard let plan = prepared.plan, let source = prepared.source, !prepared.diagnostics.hasErrors,
      !plan.nodes.isEmpty
    else {
      try console.show(prepared.diagnostics, as: format)
      return .invalid
    }
    // The result of a run that goes on is the run's, so its warnings are never printed there.
    try console.show(prepared.diagnostics, as: format == .json ? .text : format)
    if invocation.has(.dryRun) {
      try PlanVerb.show(plan, places: plan.places(asked: jobs), asJSON: invocation.has(.json), console)
      return .succeeded
    }
    for approver in ApproverCheck.unknown(in: plan) {
      console.warn("nobody can approve as `\(OutputText.oneLine(approver.text))`: this machine does not know that name")
    }
    let session = RunSession(
      plan: plan, file: prepared.file, source: source, console: console,
      auditPath: invocation.value(of: .audit) ?? prepared.file.auditPath,
      options: options(plan, jobs, lockWait, approvalWait, maximumQuestions),
      progress: progress(), printsJSON: invocation.has(.json),
      requester: UserDatabase.currentPerson(console.environment))
    return try session.run()
  }

  /// Whoever sits at the terminal, if they may be asked.
  private func questions() -> VariableQuestions? {
    mayAsk ? VariableQuestions(console: console, asksAll: invocation.has(.ask)) : nil
  }

  private var mayAsk: Bool {
    !invocation.has(.noInput) && !invocation.has(.noInteractiveVariables) && Terminal.canAsk
  }

  private func options(
    _ plan: Plan, _ jobs: Int?, _ lockWait: Duration?, _ approvalWait: Duration?, _ maximumQuestions: Int
  ) -> RunOptions {
    var options = RunOptions(jobs: plan.places(asked: jobs))
    options.lockWait = lockWait
    options.ignoresBreakers = invocation.has(.ignoreBreaker)
    options.approvalWait = approvalWait ?? .zero
    options.breaksReservations = invocation.has(.breakLock)
    options.approvesAll = invocation.has(.yes)
    options.hasTerminal = mayAsk
    // Nobody sits there, whatever it looks like.
    let isOnGitHub = console.environment["GITHUB_ACTIONS"] == "true"
    options.maximumFailureQuestions = isOnGitHub ? 0 : maximumQuestions
    return options
  }

  private func progress() -> ProgressOptions {
    var options = ProgressOptions()
    options.isLive = Terminal.showsProgress && console.environment["CI"] == nil
    options.isQuiet = invocation.has(.quiet)
    options.style = console.errorStyle
    options.width = Terminal.width
    options.guardsCommands = console.environment["GITHUB_ACTIONS"] == "true"
    return options
  }
}

extension Invocation {
  /// The form of diagnostics that was asked for.
  func diagnosticFormat() throws(UsageProblem) -> DiagnosticFormat {
    guard let text = value(of: .format) else { return has(.json) ? .json : .text }
    if let format = DiagnosticFormat(rawValue: text) { return format }
    let names = DiagnosticFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw .invalidValue(.format, text, expected: "one of \(names)")
  }

  /// The duration that an option states, if it was given.
  fileprivate func duration(of flag: Flag) throws(UsageProblem) -> Duration? {
    guard let text = value(of: flag) else { return nil }
    guard let duration = DurationText.parse(text) else {
      throw .invalidValue(flag, text, expected: Duration.typeName)
    }
    return duration
  }

  /// How often a person is asked about failures of one node.
  fileprivate func maximumQuestions() throws(UsageProblem) -> Int {
    guard let text = value(of: .maxRetries) else { return 3 }
    guard let number = Int(text), (0...1000).contains(number) else {
      throw .invalidValue(.maxRetries, text, expected: "a number from 0 to 1000")
    }
    return number
  }

  /// The number of nodes at once that was asked for.
  fileprivate func jobs() throws(UsageProblem) -> Int? {
    guard let text = value(of: .jobs) else { return nil }
    guard let jobs = Int(text), (1...100_000).contains(jobs) else {
      throw .invalidValue(.jobs, text, expected: "a number from 1 to 100000")
    }
    return jobs
  }
}
