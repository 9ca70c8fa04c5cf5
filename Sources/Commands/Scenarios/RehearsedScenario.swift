internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// A scenario with its plan, ready to be rehearsed.
struct RehearsedScenario {
  let scenario: Scenario
  /// The world of the file, as this scenario has it.
  let world: ScenarioWorld
  let plan: Plan
  let environment: String?

  /// What came of it.
  func result() -> ScenarioResult {
    let outcome = rehearsal.run()
    let mask = SecretMask(plan.secretTexts)
    let exit = exitCode(outcome)
    var check = ExpectationCheck(
      expectation: scenario.expectation, outcome: outcome, exitCode: exit, variables: variables, mask: mask)
    check.run(scenario.name.span)
    let timeline = check.failures.isEmpty ? [] : RehearsalTimeline(outcome, style: .plain).lines.map { mask.masked($0) }
    return ScenarioResult(
      name: scenario.name.content, at: scenario.name.span, status: outcome.status,
      exitCode: Int(exit.rawValue), duration: outcome.duration, failures: check.failures, timeline: timeline)
  }

  private var variables: [String: Value] {
    Dictionary(plan.variables.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  private var rehearsal: RehearsalRun {
    var settings = RehearsalRun.Settings()
    settings.scene = ScriptedScene(world, of: plan)
    settings.scene.store = scenario.store
    settings.places = scenario.jobs ?? plan.rehearsalPlaces
    settings.hasTerminal = scenario.hasTerminal
    if scenario.isResumed { settings.purpose = .resume }
    settings.environment = environment
    settings.processEnvironment = scenario.processEnvironment
    return RehearsalRun(plan: plan, script: RehearsalScript(scenario), settings: settings)
  }

  /// The exit code of pyflow, or of `pyflow recover` if it has died.
  private func exitCode(_ outcome: RehearsalRun.Outcome) -> ExitCode {
    if outcome.isOrphaned { return ResumeRefusal.nothing(RehearsalRun.id, .recover).exitCode }
    guard let finish = outcome.finish else { return .internalError }
    return outcome.purpose.isUndoing && finish.status == .rolledBack ? .succeeded : ExitCode.of(finish)
  }
}

extension RehearsalRun.Outcome {
  /// How long it took, in virtual time.
  var duration: Duration { end.duration(since: Instant(nanoseconds: 0)) }
}
