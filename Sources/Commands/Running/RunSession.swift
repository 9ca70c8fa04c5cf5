internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// One run from its preparation to its exit code.
struct RunSession {
  var plan: Plan
  let file: RunbookFile
  let source: SourceText
  private(set) var console: Console
  let auditPath: String
  let options: RunOptions
  let progress: ProgressOptions
  let printsJSON: Bool
  /// Who starts it.
  let requester: Person
  /// The environment of the runbook that was chosen.
  let environment: String?
  /// The nodes that were chosen.
  let selection: Selection
  /// The rollout that is to put an older version back, if the run is for that.
  var wish: RolloutReturn?
  /// The run that is taken up again, if it is no new one.
  var resumed: ResumedRun?

  /// Runs the plan.
  ///
  /// Nothing starts before the run is recorded; if that fails, the exit code is 74. A run that is taken up again is alive from
  /// here on: only then `prepare` may touch what it has left, which else might be what somebody else has just begun.
  func run(after prepare: () throws -> Void = {}) throws(ResultNotWritten) -> ExitCode {
    var hasBegun = false
    let code = try run(after: prepare, began: { hasBegun = true })
    if !hasBegun { GitHubStep(console)?.refuse(code, of: file.path) }
    return code
  }

  private func run(after prepare: () throws -> Void, began: () -> Void) throws(ResultNotWritten) -> ExitCode {
    if let objection {
      console.complain(objection.message, hint: objection.hint)
      return .refused
    }
    let id = resumed?.id ?? RunIdentifier.make(at: SystemClock.date())
    let access: FileAccess
    do throws(GroupAccess.Refusal) { access = try GroupAccess.of(plan.settings.group) } catch {
      return error.explain(to: console)
    }
    var isOnRecord = resumed != nil
    do {
      let taken = try takeUp(access)
      defer { taken?.release() }
      try prepare()
      return try runLocked(id, access, taken) {
        isOnRecord = true
        began()
      }
    } catch let error as ResultNotWritten {
      throw error
    } catch let refusal as ResumeRefusal {
      console.complain(refusal.message, hint: refusal.hint)
      return refusal.exitCode
    } catch {
      return console.notWritten(error, auditPath, resume: isOnRecord ? arguments(of: id).command("resume") : nil)
    }
  }

  /// Runs the plan once the run's locks are held, and gives them back.
  private func runLocked(
    _ id: String, _ access: FileAccess, _ taken: RunLock?, began: () -> Void
  ) throws -> ExitCode {
    DescriptorLimit.raise()
    let signals = try SignalPipe()
    let locks = locks(holder(id), signals)
    var held: RunLocks.Held?
    do throws(RunLocks.Refusal) { held = try locks.take() } catch { return locks.explain(error) }
    var reservation: ReservationCause?
    defer { end(&held, reservation) }
    SecretFolder.removeLeftovers(console.environment)
    let broken = held?.broken ?? []
    return try furnished(id, access, signals, taken) { session, courier in
      try session.run(id, signals, access, broken, courier, began: began) { finish in
        reservation = finish.reservation
        // Others need not wait until everybody was told.
        if courier == nil { return }
        end(&held, reservation)
        held = nil
      }
    }
  }

  /// Has something done with everything that a run needs besides its locks: secrets, channels, and a folder that says it is
  /// alive; or the exit code, if something of that cannot be had.
  private func furnished(
    _ id: String, _ access: FileAccess, _ signals: SignalPipe, _ taken: RunLock?,
    _ body: (RunSession, NotificationCourier?) throws -> ExitCode
  ) throws -> ExitCode {
    var session = self
    if let refusal = try session.fetchSecrets(access, signals) { return refusal }
    let courier: NotificationCourier?
    switch try session.notifications(of: id, access, signals) {
    case .refused(let code): return code
    case .ready(let ready): courier = ready
    }
    let lock = try taken ?? makeFolders(id, access)
    defer { if taken == nil { lock.release() } }
    return try body(session, courier)
  }

  /// Fetches the secrets that the plan uses, or what there is to undo does; the exit code if the run cannot begin.
  private mutating func fetchSecrets(_ access: FileAccess, _ signals: SignalPipe) throws -> ExitCode? {
    if plan.hasSecrets { CoreDumps.forbid() }
    let context = context("", at: SystemClock.date())
    let store = KeyValueFile(of: file.folder, for: access)
    var fetch = SecretFetch(signals: signals, store: store) { context.directory(of: $0) }
    let isUndoing = resumed?.purpose.isUndoing ?? false
    do throws(SecretFetch.Interruption) {
      plan = try fetch.fill(plan, for: isUndoing ? nodesLeft() : nil)
    } catch {
      console.say("\(error.signal.rawValue): nothing was done\n")
      return .of(error.signal)
    }
    console.mask(plan.secretTexts)
    try console.show(fetch.diagnostics, as: console.usualFormat)
    console.countAnnotations(fetch.diagnostics)
    return fetch.diagnostics.hasErrors ? .invalid : nil
  }

  private func locks(_ holder: LockHolder, _ signals: SignalPipe) -> RunLocks {
    RunLocks(
      claim: LockClaim(locks: plan.settings.locks), breaks: options.breaksReservations, holder: holder,
      session: console.session, wait: options.lockWait ?? .zero, signals: signals, console: console)
  }

  private func end(_ locks: inout RunLocks.Held?, _ reservation: ReservationCause?) {
    do throws(SystemError) { try locks?.end(reservation) } catch {
      console.warn("the run's locks cannot be reserved for it: \(error.message)")
    }
  }

  private func holder(_ id: String) -> LockHolder {
    var holder = LockHolder(run: id, user: requester.name, host: requester.host, process: OwnProcess.number)
    holder.runbook = file.absolutePath
    holder.audit = wholeAuditPath
    return holder
  }

  private var wholeAuditPath: String { auditPath.hasPrefix("/") ? auditPath : Folder.current + "/" + auditPath }

  /// Runs the plan while the run's locks are held; tells `began` and `ended` as soon as these are recorded.
  private func run(
    _ id: String, _ signals: SignalPipe, _ access: FileAccess, _ broken: [BrokenReservation],
    _ courier: NotificationCourier?, began: () -> Void, ended: (RunFinish) -> Void
  ) throws -> ExitCode {
    let date = SystemClock.date()
    let folder = file.folder
    let runFolder = AuditEncoder.folder(of: id)
    var journal = try AuditJournal(
      path: auditPath, folder: "\(folder)/\(runFolder)", plan: plan, run: id, access: access, warn: console.warn)
    var identity = IdentityReader.read(
      file, source: source, folder: folder, requester: requester, environment: console.environment)
    identity.environment = environment
    identity.selection = selection
    identity.wish = wish
    if let resumed {
      try journal.resume(
        identity, for: resumed.purpose, newPlan: resumed.hasNewPlan ? PlanEncoder(plan).digest : nil,
        scope: resumed.scope, options: options, at: date)
    } else {
      try journal.begin(identity, digest: PlanEncoder(plan).digest, options: options, at: date)
    }
    began()
    GitHubStep(console)?.begin(run: id, auditPath: wholeAuditPath)
    var context = context(id, at: date)
    let secretFolder = SecretFolder.newPath(console.environment)
    context.secretFiles = SecretFilePlaces(folder: secretFolder, key: OwnProcess.randomBits())
    var settings = settings(id, folder, runFolder, access)
    settings.secretFolder = SecretFolder(path: secretFolder)
    let world = try SystemWorld(settings: settings, signals: signals)
    context.brokenReservations = broken
    if let courier {
      world.dispatches = courier.dispatches
      courier.mask = { [unowned world] in world.secretMask }
      courier.record(by: journal.writer)
      courier.begin(isResumed: resumed != nil, at: SystemClock.now())
    }
    return try drive(engine(&context), world, journal, id, courier, ended)
  }

  /// The lock of a run that is taken up again, and that nobody else has taken up meanwhile; nothing of a new run.
  private func takeUp(_ access: FileAccess) throws -> RunLock? {
    guard let resumed else { return nil }
    let lock = try makeFolders(resumed.id, access)
    do { try checkUntouched(resumed) } catch {
      lock.release()
      throw error
    }
    return lock
  }

  /// Refuses a run that somebody else has taken up between its reading and its lock.
  private func checkUntouched(_ resumed: ResumedRun) throws {
    if (try? GrowingFile(auditPath).size) == resumed.auditSize { return }
    var history = HistoryReader()
    try FileReader.readLines(auditPath) { history.add($0) }
    let count = history.runs.first { $0.id == resumed.id }?.recordCount
    if count != resumed.recordCount { throw ResumeRefusal.hasGoneOn(resumed.id) }
  }

  /// What the run that is taken up again has left to undo.
  func rollbacksLeft() -> [(node: Int, command: String)] {
    var context = context(resumed?.id ?? "", at: SystemClock.date())
    var engine = engine(&context)
    return engine.rollbacksLeft()
  }

  /// The nodes that have something left to undo, rollouts that go back among them.
  private func nodesLeft() -> [Int] {
    var context = context(resumed?.id ?? "", at: SystemClock.date())
    var engine = engine(&context)
    return engine.rollbacksLeft().map(\.node) + engine.rolloutsLeft
  }

  /// What names a run of its audit file on the command line.
  func arguments(of run: String) -> RunArguments {
    RunArguments(file: file.path, run: run, auditPath: auditPath)
  }

  /// What the run that is taken up again would do.
  func preview() -> ResumptionPreview {
    var context = context(resumed?.id ?? "", at: SystemClock.date())
    return engine(&context).preview
  }

  func context(_ id: String, at date: Timestamp) -> RunContext {
    let hidden = plan.secretEnvironment
    var context = RunContext(
      id: id, requester: requester, directory: file.folder, startedAt: date,
      environment: console.environment.filter { !hidden.contains($0.key) }, seed: OwnProcess.randomBits())
    context.chosenEnvironment = environment
    return context
  }

  /// The engine of a new run, or of one that is taken up where its records end.
  private func engine(_ context: inout RunContext) -> Engine {
    guard let resumed else { return Engine(plan: plan, context: context, options: options) }
    context.requester = resumed.requester ?? requester
    context.startedAt = resumed.startedAt ?? context.startedAt
    context.attempt = resumed.attempt
    return Engine(
      plan: plan, context: context, options: options, past: resumed.past, purpose: resumed.purpose, scope: resumed.scope
    )
  }

  private func drive(
    _ engine: Engine, _ world: SystemWorld, _ journal: AuditJournal, _ id: String, _ courier: NotificationCourier?,
    _ ended: (RunFinish) -> Void
  ) throws -> ExitCode {
    var progress = progress
    if options.hasTerminal || options.approvalWait > .zero { progress.approval = "pyflow approve \(file.path) \(id)" }
    let reporter = RunReporter(plan: plan, options: progress, console: console)
    var loop = RunLoop(
      engine: engine, world: world, journal: AnnouncedJournal(journal: journal, courier: courier),
      sink: EventSinkPair(first: reporter, second: courier))
    defer { world.endEverything() }
    let finish = try loop.run()
    ended(finish)
    let strays = world.endStrays()
    if strays > 0 {
      console.warn(
        "\(strays) process\(strays == 1 ? "" : "es") left running by nodes \(strays == 1 ? "was" : "were") ended")
    }
    let lines = reporter.end(finish, run: id, auditPath: auditPath)
    GitHubStep(console)?.end(finish, reporter.outcome, arguments(of: id), lastLines: lines)
    let code = resumed?.purpose.isUndoing == true && finish.status == .rolledBack ? .succeeded : ExitCode.of(finish)
    let printed = Result { if printsJSON { try show(reporter.outcome, finish, id, code) } }
    // Whoever waits for the result need not wait until everybody was told.
    courier?.finish { deadline in
      world.wait(until: deadline).contains { if case .signal = $0 { true } else { false } }
    }
    try printed.get()
    return code
  }

  private func show(_ outcome: RunOutcome, _ finish: RunFinish, _ id: String, _ code: ExitCode) throws {
    try console.result(
      RunJSON(outcome).render(finish, run: id, exitCode: Int(code.rawValue), auditPath: auditPath))
  }

  /// Makes the run's folder, which says by its lock that the run is alive.
  private func makeFolders(_ id: String, _ access: FileAccess) throws -> RunLock {
    let folder = file.folder
    try Folder.makeState(in: folder, for: access)
    var path = folder
    for part in AuditEncoder.folder(of: id).split(separator: "/") {
      path += "/\(part)"
      try Folder.make(path, for: access)
    }
    do throws(SystemError) { return try RunLock(path: "\(path)/lock", for: access) } catch {
      guard let resumed else { throw error }
      throw error.isHeldLock
        ? ResumeRefusal.isAlive(arguments(of: resumed.id)) : .lockUnusable(resumed.id, error.message)
    }
  }

  /// A larger value of a variable is not put into the environment: the kernel starts no program with one of 128 KiB.
  private static let largestExport = 100_000

  /// Every process gets the run's id and the variables (design 4), and what it inherits of pyflow's own environment.
  private func settings(
    _ id: String, _ folder: String, _ runFolder: String, _ access: FileAccess
  ) -> SystemWorld.Settings {
    var environment = [(name: "PYFLOW_RUN_ID", value: id)]
    for variable in plan.variables where !variable.isSecret {
      guard let text = String.convert(variable.value), text.utf8.count <= Self.largestExport, !text.utf8.contains(0)
      else { continue }
      environment.append(("PYFLOW_VAR_\(variable.name)", text))
    }
    let hidden = plan.secretEnvironment
    var settings = SystemWorld.Settings(
      directory: folder, runFolder: runFolder, environment: environment, nodeIDs: plan.nodes.map(\.id),
      inherited: OwnProcess.environment.filter { !$0.name.hasPrefix("PYFLOW_VAR_") && !hidden.contains($0.name) },
      secrets: plan.secretTexts)
    settings.holder = holder(id)
    settings.session = console.session
    settings.leftNothingOpen = Self.leftNothingOpen
    settings.breaksReservations = options.breaksReservations
    settings.access = access
    settings.store = KeyValueFile(of: folder, for: access)
    settings.readsStore = plan.readsStore
    return settings
  }
}
