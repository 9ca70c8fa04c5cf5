internal import CSystem
public import Running
public import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The real world: processes, curl, people at the terminal, signals and clocks, in one thread around one `poll`.
public final class SystemWorld: World {
  /// What a run's processes have in common.
  public struct Settings: Sendable {
    /// The runbook's folder, absolute.
    public var directory: String
    /// The folder of the run's files, relative to `directory`.
    public var runFolder: String
    /// pyflow's own environment, of which processes have what `inherit_env` says.
    public var inherited: [(name: String, value: String)]
    /// What every process has besides.
    public var environment: [(name: String, value: String)]
    /// The ids of the nodes, by index, for log files.
    public var nodeIDs: [String]
    /// Who takes the locks of nodes.
    public var holder = LockHolder(run: "", user: "", host: "", process: OwnProcess.number)
    /// Whether locks are taken that are reserved for other runs.
    public var breaksReservations = false
    /// The folder of the user's session, which the locks are in.
    public var session: String?
    /// Who may read the logs.
    public var access = FileAccess.userAlone
    /// Where files with secrets are written.
    public var secretFolder = SecretFolder(path: "")
    /// What must never stand in a log or on the terminal.
    public var secrets: [String]

    /// Settings of a run.
    public init(
      directory: String, runFolder: String, environment: [(name: String, value: String)], nodeIDs: [String],
      inherited: [(name: String, value: String)] = [], secrets: [String] = []
    ) {
      self.inherited = inherited
      self.secrets = secrets
      self.directory = directory
      self.runFolder = runFolder
      self.environment = environment
      self.nodeIDs = nodeIDs
    }
  }

  private let settings: Settings
  private let signals: SignalPipe
  private let environments: RunEnvironments
  private let null: FileDescriptor
  private var search = ProgramSearch()
  private var children: [ChildProcess] = []
  /// Process groups whose leader has ended, with the moment from which they are forced.
  private var condemned: [(group: Int32, deadline: Instant)] = []
  private var mask: SecretMask
  private var secrets: [String]
  private var secretFolder: SecretFolder
  private var nodeIDs: [String]
  private var people = AnswerReader()
  private var locks: LockDesk
  private var breakers: BreakerDesk
  /// The logs of nodes that are polled: the samples of an attempt share one.
  private var sampleLogs: [Int: LogFile] = [:]
  private var events: [Event] = []
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  /// The world of one run.
  public init(settings: Settings, signals: SignalPipe) throws(SystemError) {
    self.settings = settings
    self.signals = signals
    nodeIDs = settings.nodeIDs
    secretFolder = settings.secretFolder
    secrets = settings.secrets
    mask = SecretMask(secrets)
    environments = RunEnvironments(own: settings.inherited, declared: settings.environment)
    breakers = BreakerDesk(folder: settings.directory + "/.pyflow/breakers")
    locks = LockDesk(
      holder: settings.holder, session: settings.session, breaks: settings.breaksReservations)
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw .last("open", "/dev/null") }
    null = FileDescriptor(number: number)
    csystem_become_subreaper()
  }

  deinit {
    null.close()
    buffer.deallocate()
  }

  /// The monotonic clock.
  public func now() -> Instant { SystemClock.now() }

  /// The calendar clock.
  public func date() -> Timestamp { SystemClock.date() }

  // MARK: - Carrying out effects

  /// Starts, signals, or stops asking.
  public func perform(_ effect: Effect) {
    switch effect {
    case .tell: break
    case .start(let node, let step, let attempt, let action): start(node, step, attempt, action)
    case .expand(let ids): nodeIDs += ids
    case .hide(let derived):
      secrets += derived
      mask = SecretMask(secrets)
    case .write(let files): secretFolder.add(files)
    case .end(let node, let mode): end(node, mode)
    case .withdraw(let node): people.withdraw(node)
    case .lock(let node, let claim): events.append(.lock(node: node, locks.request(claim, for: node)))
    case .unlock(let node): locks.release(node)
    case .breaker(let node, let request): events.append(.breaker(node: node, breakers.answer(request, of: node)))
    }
  }

  private func start(_ node: Int, _ step: Step, _ attempt: Int, _ action: Action) {
    switch action {
    case .announce, .call: break  // Whoever watches the run has heard of it.
    case .ask(let question): people.ask(question, of: node)
    case .process(let process):
      attemptStart(of: node) { () throws(SystemError) in
        try start(node, log(node, step, attempt), process)
      }
    case .request(let request):
      attemptStart(of: node) { () throws(SystemError) in
        try start(node, log(node, step, attempt), request)
      }
    }
  }

  private func attemptStart(of node: Int, _ body: () throws(SystemError) -> ChildProcess) {
    do throws(SystemError) {
      try secretFolder.settle()
      var child = try body()
      child.hide(mask)
      children.append(child)
    } catch {
      events.append(.finished(node: node, ActionResult(.couldNotStart(error.message))))
    }
  }

  private func start(_ node: Int, _ log: LogFile, _ action: ProcessAction) throws(SystemError) -> ChildProcess {
    let launcher = ProcessLauncher(null: null)
    // Programs that a shell starts find their folder there.
    let folder = (name: "PWD", value: action.workingDirectory)
    let environment = ProcessEnvironment(environments.block(action.inheritance), adding: [folder] + action.environment)
    let path = environment.value(of: "PATH") ?? ProgramSearch.defaultPath
    let (file, arguments) = try resolve(action.program, path: path, directory: action.workingDirectory)
    var launch = ProcessLauncher.Launch(
      file: file, arguments: arguments, environment: environment, directory: action.workingDirectory)
    launch.input = action.standardInput
    launch.isInteractive = action.isInteractive
    launch.captureLimit = action.captureLimit
    launch.limits = action.limits
    do throws(SystemError) {
      return try launcher.start(launch, node: node, log: log)
    } catch {
      // A script without `#!` is no program to the system; the shell runs it.
      guard error.code == ENOEXEC, case .simple(_, let shell, let text) = action.program else { throw error }
      launch.file = try find(shell[0], path, action.workingDirectory)
      launch.arguments = shell + [text]
      return try launcher.start(launch, node: node, log: log)
    }
  }

  private func log(_ node: Int, _ step: Step, _ attempt: Int) -> LogFile {
    let path = settings.runFolder + "/" + LogFile.name(node: nodeIDs[node], step: step, attempt: attempt)
    let new = LogFile(folder: settings.directory, path: path, for: settings.access)
    guard step == .sample else { return new }
    let log = sampleLogs[node].flatMap { $0.path == path ? $0 : nil } ?? new
    sampleLogs[node] = log
    return log
  }

  /// The file and arguments that a program is started with.
  private func resolve(
    _ program: ProcessAction.Program, path: String, directory: String
  ) throws(SystemError) -> (String, [String]) {
    switch program {
    case .words(let words): return (try find(words[0], path, directory), words)
    case .shell(let arguments, let text): return (try find(arguments[0], path, directory), arguments + [text])
    case .simple(let words, let arguments, let text):
      if let file = search.find(words[0], path: path, directory: directory) { return (file, words) }
      return (try find(arguments[0], path, directory), arguments + [text])
    }
  }

  private func find(_ name: String, _ path: String, _ directory: String) throws(SystemError) -> String {
    if let file = search.find(name, path: path, directory: directory) { return file }
    throw SystemError(operation: "start", subject: name, code: ProgramSearch.refusal(of: name, directory: directory))
  }

  private func start(_ node: Int, _ log: LogFile, _ request: RequestAction) throws(SystemError) -> ChildProcess {
    // curl is pyflow's own tool: what the node inherits does not decide whether it is found.
    let path = environments.whole.value(of: "PATH") ?? ProgramSearch.defaultPath
    let curl = try find("curl", path, request.workingDirectory)
    var launch = ProcessLauncher.Launch(
      file: curl, arguments: CurlRequest.arguments,
      environment: ProcessEnvironment(environments.block(request.inheritance), adding: request.environment),
      directory: request.workingDirectory)
    launch.input = CurlRequest.configuration(for: request)
    launch.extraInput = request.body
    launch.captureLimit = request.maximumAnswer
    launch.limits = request.limits
    launch.isRequest = true
    return try ProcessLauncher(null: null).start(launch, node: node, log: log)
  }

  private func end(_ node: Int, _ mode: Effect.EndMode) {
    for index in children.indices where children[index].node == node {
      switch mode {
      case .terminate:
        children[index].signal(SIGTERM)
        children[index].signal(SIGCONT)  // A stopped process hears nothing until it goes on.
      case .kill: children[index].signal(SIGKILL)
      case .pass(let signal):
        children[index].signal(signal.number)
        children[index].signal(SIGCONT)
      }
    }
  }

  // MARK: - Waiting

  /// Waits in one `poll` for output, ends, answers and signals.
  public func wait(until deadline: Instant?) -> [Event] {
    if events.isEmpty { pollOnce(until: deadline) }
    defer { events = [] }
    return events
  }

  /// What a descriptor in the poll set belongs to.
  private enum Source {
    case signals, people, locks
    case ended(child: Int)
    case output(child: Int, index: Int)
    case input(child: Int, file: FileDescriptor)
  }

  private func pollOnce(until deadline: Instant?) {
    var (entries, sources) = pollSet()
    let timeout = milliseconds(until: deadline)
    let count = poll(&entries, nfds_t(entries.count), timeout)
    if count > 0 {
      for (entry, source) in zip(entries, sources) where entry.revents != 0 { handle(source) }
    } else if count == 0 {
      reapStrangers()
    }
    reapWithoutHandles()
    finishChildren()
    endCondemned()
    events += locks.tryAgain(at: now()).map { .lock(node: $0.owner, $0.outcome) }
  }

  private func pollSet() -> ([pollfd], [Source]) {
    var entries: [pollfd] = []
    var sources: [Source] = []
    func add(_ file: FileDescriptor, _ events: Int32, _ source: Source) {
      entries.append(pollfd(fd: file.number, events: Int16(events), revents: 0))
      sources.append(source)
    }
    add(signals.descriptor, POLLIN, .signals)
    if let bell = locks.bell { add(bell, POLLIN, .locks) }
    if people.isAsking { add(AnswerReader.input, POLLIN, .people) }
    for (index, child) in children.enumerated() {
      if child.exit == nil, let handle = child.handle { add(handle, POLLIN, .ended(child: index)) }
      for (position, output) in child.outputs.enumerated() where output.isOpen {
        add(output.file, POLLIN, .output(child: index, index: position))
      }
      for input in child.inputs { add(input.file, POLLOUT, .input(child: index, file: input.file)) }
    }
    return (entries, sources)
  }

  /// The time until the next thing to do, for `poll`; rounded up, so that no deadline is polled for too early.
  private func milliseconds(until deadline: Instant?) -> Int32 {
    var next = deadline
    for child in children {
      if let drain = child.drainDeadline { next = min(next ?? drain, drain) }
    }
    if children.contains(where: { $0.handle == nil }) {
      let soon = now().advanced(by: Self.reapingInterval)
      next = min(next ?? soon, soon)
    }
    if let soon = locks.nextTry { next = min(next ?? soon, soon) }
    for group in condemned { next = min(next ?? group.deadline, group.deadline) }
    guard let next else { return -1 }
    let nanoseconds = max(0, next.nanoseconds - now().nanoseconds)
    return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
  }

  private func handle(_ source: Source) {
    switch source {
    case .signals:
      for number in signals.takeSignals() {
        if let signal = RunSignal(number: number) { events.append(.signal(signal)) }
      }
    case .locks: locks.hearBell()
    case .people: events += people.read().map { .answered(node: $0.node, $0.answer) }
    case .ended(let child): children[child].reap()
    case .output(let child, let index): children[child].drain(index, buffer)
    case .input(let child, let file):
      if let position = children[child].inputs.firstIndex(where: { $0.file == file }) {
        children[child].feed(position)
      }
    }
  }

  /// Where the system has no descriptor that tells a process's end, it is asked for every so often.
  private func reapWithoutHandles() {
    for index in children.indices where children[index].handle == nil { children[index].reap() }
  }

  /// How often that is.
  private static let reapingInterval = Duration.milliseconds(20)

  /// Reaps descendants that were orphaned and adopted, so that none stays a zombie.
  private func reapStrangers() {
    let known = children.map(\.process)
    while csystem_reap_stranger(known, known.count) > 0 {}
  }

  /// Ends what has ended: reaped, and nothing more to read, or nothing more waited for.
  private func finishChildren() {
    var index = 0
    while index < children.count {
      guard children[index].exit != nil else {
        index += 1
        continue
      }
      for output in children[index].outputs.indices { children[index].drain(output, buffer) }
      if children[index].hasOpenOutput {
        let deadline = children[index].drainDeadline ?? now().advanced(by: ChildProcess.drainTime)
        children[index].drainDeadline = deadline
        if deadline > now() {
          index += 1
          continue
        }
      }
      var child = children.remove(at: index)
      events.append(.finished(node: child.node, finish(&child)))
    }
  }

  private func finish(_ child: inout ChildProcess) -> ActionResult {
    child.closeAll()
    if child.ownsTerminal { Terminal.takeBack() }
    var leftovers = 0
    if child.hasLeftovers {
      leftovers = 1
      child.signal(SIGTERM)
      child.signal(SIGCONT)
      condemned.append((child.process, now().advanced(by: ChildProcess.drainTime)))
    }
    let exit = child.exit ?? csystem_exit()
    var result = child.isRequest ? CurlRequest.result(of: child, exit) : Self.result(of: child, exit)
    result.tail = child.tail.content
    result.bytesBeforeTail = child.tail.total - result.tail.count
    result.cpu = .microseconds(exit.cpu_us)
    result.peakMemory = Int(exit.peak_kib)
    result.log = child.log?.finish()
    if sampleLogs[child.node] != nil { sampleLogs[child.node] = child.log }
    result.leftovers = leftovers
    result.spentCPU = child.spentCPU
    return result
  }

  private static func result(of child: ChildProcess, _ exit: csystem_exit) -> ActionResult {
    var result = ActionResult(exit.signal != 0 ? .killed(signal: Int(exit.signal)) : .exited(Int(exit.code)))
    if child.outputs.count == 2 {
      result.stdout = child.outputs[0].kept.content
      result.stderr = child.outputs[1].kept.content
      result.isTruncated = child.outputs[0].kept.isTruncated
    }
    return result
  }

  /// Forces groups that were asked to end and have not.
  private func endCondemned() {
    guard !condemned.isEmpty else { return }
    let now = now()
    condemned.removeAll { group, deadline in
      if kill(-group, 0) != 0 { return true }
      guard deadline <= now else { return false }
      _ = kill(-group, SIGKILL)
      return true
    }
  }

  // MARK: - The end

  /// Ends every process that is left, those that left their node's group included, and waits until they are gone.
  public func endEverything() {
    for child in children { child.signal(SIGKILL) }
    for group in condemned { _ = kill(-group.group, SIGKILL) }
    for index in children.indices {
      while children[index].exit == nil, kill(children[index].process, 0) == 0 {
        children[index].reap()
        if children[index].exit == nil { usleep(1000) }
      }
      children[index].closeAll()
      _ = children[index].log?.finish()
    }
    children = []
    condemned = []
    endStrays()
    secretFolder.remove()
    locks.releaseAll()
    breakers.releaseAll()
  }

  /// Ends the descendants that were adopted.
  ///
  /// Each round may orphan more, so it is repeated; a bounded number of times.
  /// Returns the number of those that were there.
  @discardableResult
  public func endStrays() -> Int {
    var ended: Set<Int32> = []
    for _ in 0..<50 {
      reapStrangers()
      let strangers = OwnProcess.children()
      if strangers.isEmpty { break }
      for process in strangers where kill(process, SIGKILL) == 0 { ended.insert(process) }
      usleep(2000)
    }
    return ended.count
  }
}
