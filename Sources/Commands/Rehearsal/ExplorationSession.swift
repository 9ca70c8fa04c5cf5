internal import Planning
internal import Runbooks
internal import Running
internal import Text

/// Prepares the exploration of a runbook: planned as its scenarios are, in the world of the first that is to succeed.
struct ExplorationSession {
  let invocation: Invocation
  let console: Console
  let files: ScenarioFiles
  private var diagnostics = Diagnostics()

  init(_ invocation: Invocation, _ console: Console) throws {
    self.invocation = invocation
    self.console = console
    files = try ScenarioFiles.choose(invocation.arguments.first, besides: invocation.values[.variablesFile] ?? [])
  }

  mutating func execute() throws -> ExitCode {
    let format = try invocation.diagnosticFormat(on: console)
    let exploration = try prepare()
    try console.show(diagnostics, as: exploration != nil && format == .json ? console.usualFormat : format)
    guard let exploration else { return .invalid }
    return try ExplorationCommand(exploration: exploration, console: console, isJSON: invocation.has(.json)).execute()
  }

  /// The exploration; nothing if something is wrong, which is reported.
  private mutating func prepare() throws -> Exploration? {
    guard let text = files.runbook.read(into: &diagnostics) else { return nil }
    let runbook = RunbookReader.read(text, into: &diagnostics)
    let file = files.scenariosIfThere(into: &diagnostics).map { ScenarioReader.read($0, into: &diagnostics) }
    guard runbook.isWhole, !diagnostics.hasErrors else { return nil }
    let course = file?.scenarios.first { $0.expectation.outcome?.content == RunStatus.succeeded.rawValue }
    let planner = ScenarioPlanner(invocation: invocation, environment: console.environment, runbook: runbook)
    let plan = try planner.plan(
      in: planner.environment(of: course), with: course?.variables ?? file?.variables ?? [], into: &diagnostics)
    guard let plan, !diagnostics.hasErrors else { return nil }
    var exploration = Exploration(plan: plan, settings: settings(of: plan, file, course))
    exploration.settings.environment = planner.environment(of: course)
    exploration.course = course.flatMap { $0.world.isEmpty ? nil : $0.name.content }
    return exploration
  }

  private func settings(of plan: Plan, _ file: ScenarioFile?, _ course: Scenario?) -> RehearsalRun.Settings {
    var settings = RehearsalRun.Settings()
    let world = file?.world ?? ScenarioWorld()
    settings.scene = ScriptedScene(course.map { world.changed(by: $0.world) } ?? world, of: plan)
    settings.scene.store = course?.store ?? settings.scene.store
    settings.processEnvironment = course?.processEnvironment ?? [:]
    return settings
  }
}

extension ScenarioWorld {
  /// Whether nothing is said of it.
  fileprivate var isEmpty: Bool { values.isEmpty && effects.isEmpty && sayings.isEmpty }
}
