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
    if invocation.has(.simulate), invocation.has(.dryRun) { throw UsageProblem.conflict(.simulate, .dryRun) }
    let settings = try SessionSettings(invocation, console)
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: true, questions: settings.questions,
      asksTargets: !invocation.has(.simulate))
    guard let plan = prepared.plan, let source = prepared.source, !prepared.diagnostics.hasErrors,
      !plan.nodes.isEmpty
    else { return try refuse(prepared, settings) }
    // The result of a run that goes on is the run's, so its warnings are never printed there.
    var console = console
    console.mask(plan.secretTexts)
    try console.show(prepared.diagnostics, as: settings.format == .json ? console.usualFormat : settings.format)
    console.countAnnotations(prepared.diagnostics)
    if invocation.has(.simulate) {
      return try Simulation(prepared: prepared, plan: plan, settings: settings, console: console)
        .run(asJSON: invocation.has(.json))
    }
    if invocation.has(.dryRun) {
      try PlanVerb.show(plan, places: plan.places(asked: settings.jobs), asJSON: invocation.has(.json), console)
      return .succeeded
    }
    for approver in ApproverCheck.unknown(in: plan) {
      console.warn("nobody can approve as `\(OutputText.oneLine(approver.text))`: this machine does not know that name")
    }
    return try session(prepared, plan, source, settings, console).run()
  }

  /// Shows what is wrong with the runbook, or its values.
  private func refuse(_ prepared: PreparedRunbook, _ settings: SessionSettings) throws -> ExitCode {
    try console.show(prepared.diagnostics, as: settings.format)
    if !invocation.has(.dryRun), !invocation.has(.simulate) {
      GitHubStep(console)?.refuse(.invalid, of: prepared.file.path)
    }
    return .invalid
  }

  private func session(
    _ prepared: PreparedRunbook, _ plan: Plan, _ source: SourceText, _ settings: SessionSettings, _ console: Console
  ) -> RunSession {
    RunSession(
      plan: plan, file: prepared.file, source: source, console: console,
      auditPath: invocation.value(of: .audit) ?? prepared.file.auditPath,
      options: settings.options(for: plan), progress: settings.progress, printsJSON: invocation.has(.json),
      requester: UserDatabase.currentPerson(console.environment), environment: prepared.environment,
      selection: prepared.selection)
  }
}

extension Invocation {
  /// The form of diagnostics that was asked for; in a step of a GitHub workflow that of its runner, unless another one was.
  func diagnosticFormat(on console: Console) throws(UsageProblem) -> DiagnosticFormat {
    guard let text = value(of: .format) else { return has(.json) ? .json : console.usualFormat }
    if let format = DiagnosticFormat(rawValue: text) { return format }
    let names = DiagnosticFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw .invalidValue(.format, text, expected: "one of \(names)")
  }

  /// The duration that an option states, if it was given.
  func duration(of flag: Flag) throws(UsageProblem) -> Duration? {
    guard let text = value(of: flag) else { return nil }
    guard let duration = DurationText.parse(text) else {
      throw .invalidValue(flag, text, expected: Duration.typeName)
    }
    return duration
  }

  /// How often a person is asked about failures of one node.
  func maximumQuestions() throws(UsageProblem) -> Int {
    guard let text = value(of: .maxRetries) else { return 3 }
    guard let number = Int(text), (0...1000).contains(number) else {
      throw .invalidValue(.maxRetries, text, expected: "a number from 0 to 1000")
    }
    return number
  }

  /// The number that an option states, from `least` on.
  func number(of flag: Flag, from least: Int) throws(UsageProblem) -> Int? {
    guard let text = value(of: flag) else { return nil }
    guard let number = Int(text), (least...1_000_000).contains(number) else {
      throw .invalidValue(flag, text, expected: "a number from \(least) to 1000000")
    }
    return number
  }

  /// The number of nodes at once that was asked for.
  func jobs() throws(UsageProblem) -> Int? {
    guard let text = value(of: .jobs) else { return nil }
    guard let jobs = Int(text), (1...100_000).contains(jobs) else {
      throw .invalidValue(.jobs, text, expected: "a number from 1 to 100000")
    }
    return jobs
  }
}
