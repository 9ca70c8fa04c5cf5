internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow resume`, `pyflow recover` and `pyflow rollback`: a run that has ended is taken up again, as its records tell of it.
struct ResumeVerb {
  let purpose: RunPurpose
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let settings = try SessionSettings(invocation, console)
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    let scope = try scope()
    if purpose == .recover, argument.hasNeverRun { return explain(.neverRun, argument) }
    guard let history = argument.history(console) else {
      if !invocation.has(.dryRun) { GitHubStep(console)?.refuse(.invalid, of: argument.runbook.path) }
      return .invalid
    }
    let choice = ResumeChoice(
      purpose: purpose, scope: scope, arguments: argument.arguments, isAlive: argument.isAlive)
    do {
      let run = try choice.find(argument.run, among: history.runs)
      if let damage = history.damage(of: run) { throw ResumeRefusal.damaged(run.id, damage, path: argument.path) }
      if purpose.isUndoing { try checkReplaced(run, history, argument) }
      return try goOn(with: run, readTo: history.offset - history.bytesCut, argument, settings)
    } catch let refusal as ResumeRefusal {
      return explain(refusal, argument)
    }
  }

  /// Refuses to undo rollouts whose targets a later run has come to: what that has left would be lost.
  private func checkReplaced(
    _ run: RunHistory, _ history: HistoryReader, _ argument: AuditFileArgument
  ) throws(ResumeRefusal) {
    guard let (node, later) = RolloutHistory(history.runs).replacement(of: run) else { return }
    throw .isReplaced(argument.arguments(of: run.id), node: node, by: later, argument.arguments(of: later.target))
  }

  /// What of the run is wanted.
  private func scope() throws(UsageProblem) -> ResumeScope {
    let nodes = try invocation.words(of: .from)
    if nodes.isEmpty { return invocation.has(.onlyFailed) ? .failed : .rest }
    if invocation.has(.onlyFailed) { throw .conflict(.from, .onlyFailed) }
    return .from(nodes)
  }

  private func goOn(
    with history: RunHistory, readTo auditSize: Int, _ argument: AuditFileArgument, _ settings: SessionSettings
  ) throws -> ExitCode {
    var diagnostics = Diagnostics()
    let run = try RecordedRun.read(history, auditSize: auditSize, in: argument)
    let sources = run.sources(into: &diagnostics)
    let values = RecordedValues(invocation, console, run.start, settings.questions)
    let plan = try run.plan(of: sources, with: values.secrets, into: &diagnostics)
    guard let plan, let source = sources.root, !diagnostics.hasErrors else {
      return try refuse(diagnostics, argument, settings)
    }
    guard PlanEncoder(plan).digest.hex == run.start.planDigest else {
      throw ResumeRefusal.otherPlan(run: history.id, version: run.start.version)
    }
    let new = try values.hasNew ? run.plan(of: sources, with: values.all, into: &diagnostics) : plan
    guard let new, !diagnostics.hasErrors else { return try refuse(diagnostics, argument, settings) }
    let isNew = values.hasNew && PlanEncoder(new).digest.hex != run.start.planDigest
    if isNew, purpose.isUndoing { throw ResumeRefusal.otherValues(run: history.id) }
    let session = session(run, new, isNew: isNew, source, argument, try scope(), settings)
    if purpose.isUndoing { return try undo(session, hasRollouts: !history.openRollouts.isEmpty) }
    if !sources.changes.isEmpty { try heed(sources, of: history.id) }
    if isNew { try heed(PlanComparison.changedNodes(from: plan, to: new), session) }
    if !(try namesAreKnown(session, settings)) { return .invalid }
    return try resume(session, settings)
  }

  private func refuse(
    _ diagnostics: Diagnostics, _ argument: AuditFileArgument, _ settings: SessionSettings
  ) throws -> ExitCode {
    try console.show(diagnostics, as: settings.format)
    if !invocation.has(.dryRun) { GitHubStep(console)?.refuse(.invalid, of: argument.runbook.path) }
    return .invalid
  }

  /// Whether the nodes from which it is to run again are nodes of it; what is wrong with them was shown.
  private func namesAreKnown(_ session: RunSession, _ settings: SessionSettings) throws -> Bool {
    guard case .from(let ids)? = session.resumed?.scope else { return true }
    let plan = session.preview().plan
    var diagnostics = Diagnostics()
    plan.checkNames(ids, of: Flag.from.text, into: &diagnostics)
    try console.show(diagnostics, as: settings.format)
    if let node = plan.members(of: ids).first(where: { plan.nodes[$0].isLeftOut }) {
      throw ResumeRefusal.leftOut(session.resumed?.id ?? "", node: plan.nodes[node].id)
    }
    return !diagnostics.hasErrors
  }

  private func undo(_ session: RunSession, hasRollouts: Bool) throws -> ExitCode {
    let nodes = session.rollbacksLeft()
    if nodes.isEmpty, purpose != .recover || !hasRollouts {
      throw ResumeRefusal.nothing(session.resumed?.id ?? "", purpose)
    }
    if !invocation.has(.dryRun) { return try session.run { try settle(session) } }
    let run = session.resumed?.id ?? ""
    try console.result(UndoText.render(nodes, run: run, of: session.plan, asJSON: invocation.has(.json)))
    return .succeeded
  }

  private func resume(_ session: RunSession, _ settings: SessionSettings) throws -> ExitCode {
    let preview = session.preview()
    func names(_ nodes: [Int]) -> [String] { nodes.map { preview.plan.nodes[$0].id } }
    if session.resumed?.scope == .failed {
      if preview.notWanted.count == preview.causes.count {
        throw ResumeRefusal.nothingFailed(session.resumed?.id ?? "")
      }
      if !preview.undoneBelow.isEmpty {
        throw ResumeRefusal.standsOnUndone(session.resumed?.id ?? "", nodes: names(preview.undoneBelow))
      }
    }
    if invocation.has(.dryRun) {
      try console.result(ResumptionText.render(preview, run: session.resumed?.id ?? "", asJSON: invocation.has(.json)))
      return .succeeded
    }
    if !preview.secretsLost.isEmpty {
      throw ResumeRefusal.secretsLost(session.resumed?.id ?? "", nodes: names(preview.secretsLost))
    }
    let open = names(preview.unanswerable)
    return try session.run {
      try settle(session)
      if !open.isEmpty, !settings.mayAsk {
        throw ResumeRefusal.isUncertain(session.arguments(of: session.resumed?.id ?? ""), nodes: open)
      }
    }
  }

  /// Returns when nothing of the run lives any more: only then anybody can tell how things are.
  private func settle(_ session: RunSession) throws {
    if let resumed = session.resumed { try OrphanSettlement(of: resumed, session.plan, console).settle() }
  }

  /// Shows how the runbook differs from what was recorded, which is what runs; that has to be wanted.
  private func heed(_ sources: RecordedSources, of run: String) throws {
    if !invocation.has(.quiet) { console.say(sources.changes) }
    if !invocation.has(.acceptChanges), !invocation.has(.dryRun) { throw ResumeRefusal.hasChanged(run) }
  }

  /// Names the nodes that have run and would be others with the values that are given now; that has to be wanted.
  private func heed(_ changed: [String], _ session: RunSession) throws {
    let preview = session.preview()
    let again = Set(preview.causes.keys.map { preview.plan.nodes[$0].id })
    let past = session.resumed?.past.nodes ?? [:]
    let done = changed.filter { !again.contains($0) && past[$0]?.status.hasEnded ?? false }
    if done.isEmpty || invocation.has(.acceptChanges) || invocation.has(.dryRun) { return }
    throw ResumeRefusal.hasRunOtherwise(session.resumed?.id ?? "", nodes: done)
  }

  private func session(
    _ run: RecordedRun, _ plan: Plan, isNew: Bool, _ source: SourceText, _ argument: AuditFileArgument,
    _ scope: ResumeScope, _ settings: SessionSettings
  ) -> RunSession {
    var session = RunSession(
      plan: plan, file: argument.runbook, source: source, console: console, auditPath: argument.path,
      options: settings.options(for: plan), progress: settings.progress, printsJSON: invocation.has(.json),
      requester: UserDatabase.currentPerson(console.environment), environment: run.start.environment,
      selection: run.start.selection)
    session.resumed = ResumedRun(
      id: run.history.id, process: run.history.process, purpose: purpose, past: run.past, scope: scope,
      requester: run.history.requester, notified: run.history.notified,
      startedAt: run.history.startedAt, attempt: run.history.resumptions + 2,
      auditSize: run.auditSize, recordCount: run.history.recordCount, hasNewPlan: isNew)
    return session
  }

  /// Says that messages wait, which a process that was killed may have left.
  private func tellOfOutbox(_ argument: AuditFileArgument) {
    let file = argument.runbook
    guard let lines = try? Outbox(in: file.folder).lines(), !lines.isEmpty else { return }
    let count = KeptMessages(
      lines, of: file.name, in: file.folder, audit: AuditedDeliveries(argument.path)
    ).entries.count
    if count == 0 { return }
    console.warn(
      "\(count) message\(count == 1 ? " waits" : "s wait") to be delivered: pyflow notify flush \(file.path)")
  }

  /// Says why the run is not taken up; the exit code.
  private func explain(_ refusal: ResumeRefusal, _ argument: AuditFileArgument) -> ExitCode {
    if refusal.exitCode == .succeeded {
      if !invocation.has(.quiet) { console.say("\(refusal.message)\n") }
      tellOfOutbox(argument)
    } else {
      console.complain(refusal.message, hint: refusal.hint)
    }
    if !invocation.has(.dryRun) { GitHubStep(console)?.refuse(refusal.exitCode, of: argument.runbook.path) }
    return refusal.exitCode
  }
}
