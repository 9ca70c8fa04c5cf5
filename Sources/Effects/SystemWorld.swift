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
  let settings: Settings
  let signals: SignalPipe
  let environments: RunEnvironments
  let null: FileDescriptor
  var search = ProgramSearch()
  var children: [ChildProcess] = []
  /// The built-in functions that are being carried out.
  var functions: [RunningFunction] = []
  /// What nodes have left behind, and what of it is meant to stay.
  var leftovers: Leftovers
  /// When adopted processes were last reaped.
  var lastReaping: Instant
  var parentHasEnded = false
  var mask: SecretMask
  var secrets: [String]
  var secretFolder: SecretFolder
  var nodeIDs: [String]
  var people = AnswerReader()
  var locks: LockDesk
  var breakers: BreakerDesk
  /// What notices changes of the key-value store, if the run asks it.
  var store: StoreWatch?
  /// The logs of nodes that are polled: the samples of an attempt share one.
  var sampleLogs: [Int: LogFile] = [:]
  var events: [Event] = []
  /// What is told to people and programs meanwhile; nothing waits for it.
  public var dispatches: DispatchDesk?
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  /// The world of one run.
  public init(settings: Settings, signals: SignalPipe) throws(SystemError) {
    self.settings = settings
    self.signals = signals
    nodeIDs = settings.nodeIDs
    leftovers = Leftovers(of: settings.environment.last { $0.name == "PYFLOW_RUN_ID" }?.value ?? "")
    lastReaping = SystemClock.now()
    secretFolder = settings.secretFolder
    secrets = settings.secrets
    mask = SecretMask(secrets)
    environments = RunEnvironments(own: settings.inherited, declared: settings.environment)
    store = settings.readsStore ? StoreWatch(settings.store) : nil
    breakers = BreakerDesk(folder: settings.directory + "/.pyflow/breakers")
    locks = LockDesk(
      holder: settings.holder, session: settings.session, breaks: settings.breaksReservations,
      leftNothingOpen: settings.leftNothingOpen)
    null = try .null()
    csystem_become_subreaper()
  }

  deinit {
    null.close()
    buffer.deallocate()
  }

  /// A text without secrets, those included that were made of others meanwhile.
  public var secretMask: SecretMask { mask }

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
    case .reserve(let node, let cause): reserve(node, cause)
    case .breaker(let node, let request): events.append(.breaker(node: node, breakers.answer(request, of: node)))
    }
  }
}
