internal import Effects
internal import Reports
internal import Running
internal import Text
internal import Values

/// Takes the locks of a whole run, before it changes anything.
struct RunLocks {
  /// Why the run does not begin.
  enum Refusal: Error {
    /// Somebody holds one of them.
    case held(MachineResource, LockHolder?)
    /// A signal came while it waited.
    case interrupted(RunSignal)
    /// They cannot be taken by anybody.
    case unusable(String)
  }

  let claim: LockClaim
  /// Whether it takes locks that are reserved for other runs.
  let breaks: Bool
  let holder: LockHolder
  /// The folder of the user's session.
  let session: String?
  /// How long it waits for others to give them back.
  let wait: Duration
  let signals: SignalPipe
  let console: Console

  /// The locks, when they are all free; nothing if the run has none.
  func take() throws(Refusal) -> Held? {
    if claim.isEmpty { return nil }
    var desk = LockDesk(holder: holder, session: session, breaks: breaks)
    let deadline = SystemClock.now().advanced(by: wait)
    let outcome = desk.request(claim, for: Self.owner, waits: wait > .zero)
    do throws(Refusal) {
      if case .busy(let resource, let holder) = outcome, wait > .zero {
        console.say("waiting for \(Self.words(resource, holder))\n")
        return Held(broken: try waitForTurn(until: deadline, &desk), desk: desk)
      }
      return Held(broken: try Self.check(outcome), desk: desk)
    } catch {
      desk.releaseAll()
      throw error
    }
  }

  /// The desk knows nobody else.
  private static let owner = 0

  /// The locks of a run, while it goes on.
  struct Held {
    /// Reservations of other runs that were broken for them.
    let broken: [BrokenReservation]
    fileprivate var desk: LockDesk

    /// Gives the locks back, or reserves them for the run.
    mutating func end(_ reservation: ReservationCause?) throws(SystemError) {
      defer { desk.releaseAll() }
      if let reservation { try desk.reserve(RunLocks.owner, because: reservation) }
    }
  }

  /// Waits until the locks are taken.
  private func waitForTurn(
    until deadline: Instant, _ desk: inout LockDesk
  ) throws(Refusal) -> [BrokenReservation] {
    while true {
      if let signal = signals.wait(until: min(deadline, desk.nextTry ?? deadline), or: &desk) {
        throw .interrupted(signal)
      }
      let now = SystemClock.now()
      if let (_, outcome) = desk.tryAgain(at: now).first { return try Self.check(outcome) }
      if now >= deadline { return try Self.check(desk.request(claim, for: Self.owner, waits: false)) }
    }
  }

  private static func check(_ outcome: LockOutcome) throws(Refusal) -> [BrokenReservation] {
    switch outcome {
    case .acquired(let broken, _): return broken
    case .busy(let resource, let holder), .dirty(let resource, let holder): throw .held(resource, holder)
    case .failed(let message): throw .unusable(message)
    }
  }

  /// A lock and who holds it.
  private static func words(_ resource: MachineResource, _ holder: LockHolder?) -> String {
    OutputText.oneLine("\(resource.text), \(LockHolder.words(holder))")
  }

  private static func hint(_ resource: MachineResource, _ holder: LockHolder?) -> String {
    guard let holder, holder.reservation != nil else { return "wait for it with --lock-wait 15m" }
    let verb = holder.reservation == .rollbackFailed ? "recover" : "resume"
    let arguments = RunArguments(file: holder.runbook, run: holder.run, auditPath: holder.audit)
    let way = holder.runbook.isEmpty ? "" : "go on with that run: \(arguments.command(verb)); or "
    return OutputText.oneLine(
      way + "free the lock with: pyflow lock break \(resource.name), or take it with --break-lock")
  }

  /// Says why the run does not begin; the exit code.
  func explain(_ refusal: Refusal) -> ExitCode {
    switch refusal {
    case .held(let resource, let holder):
      console.complain("nothing was done: " + Self.words(resource, holder), hint: Self.hint(resource, holder))
      return .refused
    case .interrupted(let signal):
      console.say("\(signal.rawValue): nothing was done\n")
      return .of(signal)
    case .unusable(let message):
      console.complain("nothing was done: the run's locks cannot be taken: \(message)")
      return .refused
    }
  }
}
