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
  /// What the audit file tells.
  let history: HistoryReader
  let rollouts: RolloutHistory
  let invocation: Invocation
  let console: Console

  /// What is gone back to, and how.
  private struct Way {
    /// The rollout whose values are taken.
    let source: RolloutEnd
    /// The run that it was part of.
    let run: RunHistory
    let wish: RolloutReturn
    /// What is there now.
    let now: String?
    /// Whether no run has rolled the version out that is wanted: only the variable `VERSION` tells it then.
    var isNew: Bool { source.version != wish.version }
  }

  func execute() throws -> ExitCode {
    let settings = try SessionSettings(invocation, console)
    do {
      let way = try way()
      let recorded = try RecordedRun.read(way.run, auditSize: history.offset - history.bytesCut, in: argument)
      return try goBack(way, recorded, settings)
    } catch let refusal as TargetRollbackRefusal {
      return refusal.explain(target, argument, on: console)
    }
  }

  // MARK: - What to go back to

  private func way() throws(TargetRollbackRefusal) -> Way {
    let now = rollouts.live(of: target)
    let wanted = invocation.value(of: .to)
    if let wanted, wanted == now?.version { throw .isThere(wanted) }
    let latest = wanted == nil ? nil : rollouts.current(of: target)
    guard let source = rollouts.good(wanted, of: target) ?? latest, let version = wanted ?? source.version,
      let run = history.runs.first(where: { $0.id == source.run })
    else { throw now?.version.map { .noOther($0) } ?? .noneGood }
    let side = rollouts.idleSide(with: version, of: target)
    return Way(
      source: source, run: run, wish: RolloutReturn(target: target, version: version, side: side), now: now?.version)
  }

  // MARK: - The run

  private func goBack(_ way: Way, _ recorded: RecordedRun, _ settings: SessionSettings) throws -> ExitCode {
    var diagnostics = Diagnostics()
    guard let source = argument.runbook.read(into: &diagnostics),
      let (plan, selection) = try plan(way, recorded, source, settings, into: &diagnostics), !diagnostics.hasErrors
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
    return try session(way, recorded, plan, selection, source, settings).run()
  }

  /// The plan of the rollout alone, as it is written now, with the values of the run that it goes back to.
  private func plan(
    _ way: Way, _ recorded: RecordedRun, _ source: SourceText, _ settings: SessionSettings,
    into diagnostics: inout Diagnostics
  ) throws -> (Plan, Selection)? {
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let given = RecordedValues(invocation, console, recorded.start, settings.questions)
    let known = Set(runbook.variables.map(\.name))
    var values = recorded.recordedValues(for: runbook).filter { known.contains($0.name) }
    if way.isNew, known.contains(Self.versionName) {
      values = values.filter { $0.name != Self.versionName } + [version(way)]
    }
    values += try given.all(of: runbook, into: &diagnostics)
    let variables = VariableResolver.resolve(
      runbook.variables, in: source, given: values, demandsAll: true, into: &diagnostics)
    guard runbook.isWhole, !diagnostics.hasErrors else { return nil }
    let draft = PlanDraft(
      runbook: runbook,
      library: PreparedRunbook.library(previous: rollouts.previous, wish: way.wish, asksTargets: true),
      environment: recorded.start.environment, selection: Selection(),
      earlier: EarlierRun(name: way.source.run, auditPath: argument.path, folder: argument.folder))
    let whole = draft.whole(variables, into: &diagnostics)
    if diagnostics.hasErrors { return nil }
    let selection = try selection(of: whole, way, runbook)
    guard let plan = draft.choosing(selection, of: whole, into: &diagnostics) else { return nil }
    return (plan, selection)
  }

  /// Only the rollout runs, whatever it is called by now; what stands around it is left out.
  private func selection(
    of plan: Plan, _ way: Way, _ runbook: Runbook
  ) throws(TargetRollbackRefusal) -> Selection {
    guard let (node, version) = plan.rollout(of: target, calledOnce: way.source.node) else {
      throw .noNode(way.source.node)
    }
    if version != way.wish.version { throw objection(to: version, of: node, way, runbook) }
    var selection = Selection()
    selection.only = [node]
    return selection
  }

  /// Why a rollout that would be one of another version is none of the wanted one.
  private func objection(
    to version: String?, of node: String, _ way: Way, _ runbook: Runbook
  ) -> TargetRollbackRefusal {
    if let (version, place) = runbook.fixedVersion(of: node) {
      return .isFixed(version, at: place, wanted: way.wish.version)
    }
    guard let version else { return .noVersion(node) }
    return way.isNew
      ? .neverRolledOut(way.wish.version) : .comesTo(version, wanted: way.wish.version, run: way.source.run)
  }

  /// The variable that a version is called by where the runbook does not say.
  static let versionName = "VERSION"

  private func version(_ way: Way) -> VariableAssignment {
    VariableAssignment(
      name: Self.versionName, content: .text(way.wish.version), source: .commandLine,
      place: .origin("\(Flag.to.text) \(way.wish.version)"))
  }

  private func session(
    _ way: Way, _ recorded: RecordedRun, _ plan: Plan, _ selection: Selection, _ source: SourceText,
    _ settings: SessionSettings
  ) -> RunSession {
    var session = RunSession(
      plan: plan, file: argument.runbook, source: source, console: console, auditPath: argument.path,
      options: settings.options(for: plan), progress: settings.progress, printsJSON: invocation.has(.json),
      requester: UserDatabase.currentPerson(console.environment), environment: recorded.start.environment,
      selection: selection)
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
}

extension Plan {
  /// The rollout that changes something, if one does, and its version: the one that is called so, else any.
  fileprivate func rollout(of target: String, calledOnce name: String) -> (node: String, version: String?)? {
    let found = nodes.compactMap { node -> (node: String, version: String?)? in
      guard case .strategy(let strategy) = node.action, strategy.targetText == target else { return nil }
      return (node.id, strategy.knownVersion)
    }
    return found.first { $0.node == name } ?? found.first
  }
}
