internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Templates
internal import Text
internal import Values

/// `pyflow run --simulate`: how a run would go in which all goes well, told in virtual time (design 9).
///
/// Nothing is run, nothing is recorded. What is not known before a run, such as what a command prints, is not made up.
struct Simulation {
  let prepared: PreparedRunbook
  let plan: Plan
  let settings: SessionSettings
  let console: Console

  /// The result, for people or as JSON; what is wrong with the world of the scenarios is shown in place of it.
  func run(asJSON: Bool) throws -> ExitCode {
    var diagnostics = Diagnostics()
    let world = world(into: &diagnostics)
    if diagnostics.hasErrors {
      try console.show(diagnostics, as: settings.format)
      return .invalid
    }
    let filled = plan.withPlaceholders
    let outcome = rehearsal(of: filled, in: world).run()
    var console = console
    console.mask(filled.secretTexts)
    let unknown = unknownOutputs(of: filled, world)
    if asJSON {
      try console.result(SimulationJSON.render(outcome, unknown: unknown))
    } else {
      try console.result(text(of: outcome, unknown))
    }
    return outcome.finish.map { ExitCode.of($0) } ?? .failed
  }

  /// The world of the scenarios beside the runbook, if there are any: what it says is known.
  private func world(into diagnostics: inout Diagnostics) -> ScenarioWorld {
    guard let files = try? ScenarioFiles.choose(prepared.file.path),
      let source = files.scenariosIfThere(into: &diagnostics)
    else { return ScenarioWorld() }
    return ScenarioReader.readWorld(source, into: &diagnostics)
  }

  private func rehearsal(of plan: Plan, in world: ScenarioWorld) -> RehearsalRun {
    var settings = RehearsalRun.Settings()
    settings.scene = ScriptedScene(world, of: plan)
    settings.places = plan.places(asked: self.settings.jobs)
    settings.environment = prepared.environment
    let hidden = plan.secretEnvironment
    settings.processEnvironment = console.environment.filter { !hidden.contains($0.key) }
    settings.directory = prepared.file.folder
    return RehearsalRun(plan: plan, script: RehearsalScript(), settings: settings)
  }

  /// Commands whose output others read, and which nobody knows before they have run.
  private func unknownOutputs(of plan: Plan, _ world: ScenarioWorld) -> [String] {
    world.unsaidNodes(of: plan)
  }

  private func text(of outcome: RehearsalRun.Outcome, _ unknown: [String]) -> String {
    let style = console.outputStyle
    let head = "SIMULATION of \(OutputText.oneLine(plan.title)): nothing is run, and nothing is recorded"
    var lines = [style.paint(head, .warning)]
    lines += RehearsalTimeline(outcome, style: style, showsWholeCommands: true).lines
    for node in unknown {
      lines.append(
        "! others read what \(node) prints; nobody knows that before it runs, so it is taken to print nothing")
    }
    for problem in outcome.world.problems { lines.append("! \(problem.message)") }
    let status = outcome.status
    let time = DurationText.format(outcome.duration)
    lines.append(style.paint("SIMULATION: \(status) after \(time) of virtual time; nothing was run", .warning))
    return lines.map { $0 + "\n" }.joined()
  }
}
