internal import Effects
internal import Planning
internal import Reports
internal import Runbooks
internal import Text

/// Rehearses the scenarios of a runbook: nothing is run, and nothing is written but the report that was asked for.
struct ScenarioSession {
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
    guard let report = try rehearse(), !diagnostics.hasErrors else {
      try console.show(diagnostics, as: format)
      return .invalid
    }
    try console.show(diagnostics, as: format == .json ? console.usualFormat : format)
    if let path = invocation.value(of: .junit), let code = write(JUnitText.render(report), to: path) { return code }
    console.annotate(report.diagnostics)
    if invocation.has(.json) {
      try console.result(ScenarioJSON.render(report))
    } else {
      try console.result(ScenarioText.render(report, style: console.outputStyle))
    }
    return report.failureCount == 0 ? .succeeded : .failed
  }

  /// The results of all scenarios that were asked for; nothing if something is wrong with them, which is reported.
  private mutating func rehearse() throws -> ScenarioReport? {
    guard let texts = ScenarioTexts.read(files, into: &diagnostics) else { return nil }
    let prepared = try prepare(texts)
    if diagnostics.hasErrors { return nil }
    return ScenarioReport(
      source: texts.scenarios.source, runbook: files.runbook.path, results: prepared.map { $0.result() })
  }

  private mutating func prepare(_ texts: ScenarioTexts) throws -> [RehearsedScenario] {
    let planner = ScenarioPlanner(
      invocation: invocation, environment: console.environment, runbook: texts.runbook)
    var told: Set<String> = []
    var prepared: [RehearsedScenario] = []
    for scenario in try wanted(texts.scenarios) {
      guard let plan = try plan(scenario, by: planner, in: texts.scenarios.source, &told) else { continue }
      let rehearsed = RehearsedScenario(
        scenario: scenario, world: texts.scenarios.world.changed(by: scenario.world), plan: plan,
        environment: planner.environment(of: scenario))
      var check = ScenarioCheck(rehearsed, in: texts.scenarios.source)
      check.run()
      append(check.diagnostics, &told)
      prepared.append(rehearsed)
    }
    return prepared
  }

  /// The plan of a scenario; what is wrong with it is said once, with the scenario that it was found in.
  private mutating func plan(
    _ scenario: Scenario, by planner: ScenarioPlanner, in source: SourceText, _ told: inout Set<String>
  ) throws -> Plan? {
    var found = Diagnostics()
    let plan = try planner.plan(scenario, into: &found)
    for item in found.items where item.severity == .error {
      guard told.insert("\(item.id)\0\(item.message)").inserted else { continue }
      let note = Diagnostic.Note("in scenario `\(scenario.name.content)`", at: .span(source, scenario.name.span))
      diagnostics.append(
        Diagnostic(
          severity: item.severity, id: item.id, message: item.message, place: item.place, notes: item.notes + [note],
          hint: item.hint))
    }
    return found.hasErrors ? nil : plan
  }

  /// What several scenarios have in common is said once: the world of the file, and what nobody says in any of them.
  private mutating func append(_ found: Diagnostics, _ told: inout Set<String>) {
    for item in found.items {
      let place = item.severity == .warning ? "" : "\(item.place.stretch?.span.start ?? 0)"
      if told.insert("\(item.id)\0\(item.message)\0\(place)").inserted { diagnostics.append(item) }
    }
  }

  /// The scenarios whose names have the text that was asked for.
  private func wanted(_ file: ScenarioFile) throws(UsageProblem) -> [Scenario] {
    guard let text = invocation.value(of: .filter) else { return file.scenarios }
    let wanted = file.scenarios.filter { $0.name.content.contains(text) }
    if wanted.isEmpty { throw .noScenario(text, names: file.scenarios.map(\.name.content)) }
    return wanted
  }

  /// Writes the report for CI systems; the exit code if that fails.
  private func write(_ text: String, to path: String) -> ExitCode? {
    do {
      try Folder.replace(path, by: Array(text.utf8), isSynced: false)
      return nil
    } catch {
      console.complain("the report cannot be written to \(path): \(error.message)")
      return .notWritten
    }
  }
}
