internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// `pyflow rollback TARGET`: a new run of the rollout that last put another version there, or of that with `--to`.
///
/// It is the same runbook with the values of the run that it goes back to. What takes long is left out; what checks stays.
struct TargetRollback {
  let target: String
  let argument: AuditFileArgument
  let invocation: Invocation
  let console: Console

  /// Why nothing is run.
  private enum Refusal: Error {
    case isThere(String)
    case noOther(String?)
    case neverRolledOut(String)
    case noNode(String)
  }

  /// What is gone back to, and how.
  private struct Way {
    /// The rollout whose values are taken.
    let source: RolloutEnd
    let wish: RolloutReturn
    /// What is there now.
    let now: String?
    /// Whether no run has rolled the version out that is wanted: only the variable `VERSION` tells it then.
    var isNew: Bool { source.version != wish.version }
  }

  func execute() throws -> ExitCode {
    let settings = try SessionSettings(invocation, console)
    guard let history = argument.history(console) else { return .invalid }
    do {
      let way = try way(RolloutHistory(history.runs))
      guard let run = history.runs.first(where: { $0.id == way.source.run }) else { throw Refusal.noOther(way.now) }
      let recorded = try RecordedRun.read(run, auditSize: history.offset - history.bytesCut, in: argument)
      return try goBack(way, recorded, settings)
    } catch let refusal as Refusal {
      return explain(refusal)
    }
  }

  // MARK: - What to go back to

  private func way(_ history: RolloutHistory) throws(Refusal) -> Way {
    let now = history.current(of: target)
    let wanted = invocation.value(of: .to)
    if let wanted, wanted == now?.version { throw .isThere(wanted) }
    guard let source = history.good(wanted, of: target) ?? (wanted == nil ? nil : now),
      let version = wanted ?? source.version
    else { throw wanted.map { .neverRolledOut($0) } ?? .noOther(now?.version) }
    let side = history.idleSide(with: version, of: target)
    return Way(
      source: source, wish: RolloutReturn(target: target, version: version, side: side), now: now?.version)
  }

  // MARK: - The run

  private func goBack(_ way: Way, _ recorded: RecordedRun, _ settings: SessionSettings) throws -> ExitCode {
    var diagnostics = Diagnostics()
    guard let source = argument.runbook.read(into: &diagnostics),
      let plan = try plan(way, recorded, source, settings, into: &diagnostics), !diagnostics.hasErrors
    else {
      try console.show(diagnostics, as: settings.format)
      return .invalid
    }
    try console.show(diagnostics, as: settings.format == .json ? console.usualFormat : settings.format)
    let places = plan.places(asked: settings.jobs)
    if invocation.has(.dryRun) {
      try PlanVerb.show(plan, places: places, asJSON: invocation.has(.json), console)
      return .succeeded
    }
    if !isWanted(way, plan, places, settings) { return .refused }
    return try session(way, recorded, plan, source, settings).run()
  }

  /// The plan of the rollout alone, as it is written now, with the values of the run that it goes back to.
  private func plan(
    _ way: Way, _ recorded: RecordedRun, _ source: SourceText, _ settings: SessionSettings,
    into diagnostics: inout Diagnostics
  ) throws -> Plan? {
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let given = RecordedValues(invocation, console, recorded.start, settings.questions)
    let known = Set(runbook.variables.map(\.name))
    var values = recorded.recordedValues(for: runbook).filter { known.contains($0.name) }
    if way.isNew { values = values.filter { $0.name != Self.versionName } + [version(way)] }
    values += try given.all(of: runbook, into: &diagnostics)
    let variables = VariableResolver.resolve(
      runbook.variables, in: source, given: values, demandsAll: true, into: &diagnostics)
    guard runbook.isWhole, !diagnostics.hasErrors else { return nil }
    let draft = PlanDraft(
      runbook: runbook,
      library: PreparedRunbook.library(previous: RolloutRecords(of: argument.path).previous, wish: way.wish),
      environment: recorded.start.environment, selection: selection(way),
      earlier: EarlierRun(name: way.source.run, auditPath: argument.path, folder: argument.folder))
    guard let plan = draft.plan(variables, into: &diagnostics), !diagnostics.hasErrors else { return nil }
    guard let strategy = plan.rollout(of: target) else { throw Refusal.noNode(way.source.node) }
    if strategy.knownVersion != way.wish.version { throw Refusal.neverRolledOut(way.wish.version) }
    return plan
  }

  private static let versionName = "VERSION"

  private func version(_ way: Way) -> VariableAssignment {
    VariableAssignment(
      name: Self.versionName, content: .text(way.wish.version), source: .commandLine,
      place: .origin("\(Flag.to.text) \(way.wish.version)"))
  }

  /// Only the rollout runs; what stood around it is left out.
  private func selection(_ way: Way) -> Selection {
    var selection = Selection()
    selection.only = [way.source.node]
    return selection
  }

  private func session(
    _ way: Way, _ recorded: RecordedRun, _ plan: Plan, _ source: SourceText, _ settings: SessionSettings
  ) -> RunSession {
    var session = RunSession(
      plan: plan, file: argument.runbook, source: source, console: console, auditPath: argument.path,
      options: settings.options(for: plan), progress: settings.progress, printsJSON: invocation.has(.json),
      requester: UserDatabase.currentPerson(console.environment), environment: recorded.start.environment,
      selection: selection(way))
    session.wish = way.wish
    return session
  }

  // MARK: - Asking

  /// Shows what will run, and asks whoever sits at the terminal, unless that was said before.
  private func isWanted(_ way: Way, _ plan: Plan, _ places: Int, _ settings: SessionSettings) -> Bool {
    let from = way.now.map { " from \($0)" } ?? ""
    let words = OutputText.oneLine("\(target) goes back\(from) to \(way.wish.version), as run \(way.source.run) had it")
    if !invocation.has(.quiet) {
      console.say(
        PlanText.render(plan, places: places, digest: PlanEncoder(plan).digest.hex, style: console.errorStyle))
      console.say(words + "\n")
    }
    if !settings.mayAsk || invocation.has(.yes) { return true }
    console.say("go back? [y/N] ")
    if case .text(let answer) = TerminalLine.read(), ["y", "yes"].contains(answer.trimmed.lowercased()) { return true }
    console.say("nothing was done\n")
    return false
  }

  private func explain(_ refusal: Refusal) -> ExitCode {
    let name = OutputText.oneLine(target)
    switch refusal {
    case .isThere(let version):
      console.say("\(name) has \(OutputText.oneLine(version)) already: nothing to do\n")
      return .succeeded
    case .noOther(let now):
      let version = now.map { " besides \(OutputText.oneLine($0))" } ?? ""
      console.complain(
        "nothing was done: no version of `\(name)`\(version) is on record", hint: "name one: \(Flag.to.text) VERSION")
    case .neverRolledOut(let version):
      console.complain(
        "nothing was done: no run has rolled out \(OutputText.oneLine(version)) to `\(name)`, and `version` there is not \(Self.versionName)",
        hint: "pyflow audit show \(argument.path) tells what was")
    case .noNode(let node):
      console.complain(
        "nothing was done: `\(OutputText.oneLine(node))` of \(argument.runbook.path) does not roll out `\(name)` any more",
        hint: "run the runbook that does, with the older version")
    }
    return .refused
  }
}

extension Plan {
  /// The rollout that changes something, if one does.
  fileprivate func rollout(of target: String) -> PlanStrategy? {
    nodes.lazy.compactMap { node in
      if case .strategy(let strategy) = node.action, strategy.targetText == target { strategy } else { nil }
    }.first
  }
}
