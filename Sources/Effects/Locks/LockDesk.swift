public import Running
public import Values

/// Takes and gives back what a run or its nodes claim of this machine, and tries again where another run holds it: when
/// its bell is rung, and every so often, as those who were killed ring no bells.
///
/// `flock` could only wait by stopping the one thread that does everything else.
public struct LockDesk {
  /// How often it tries again unasked.
  static let interval = Duration.milliseconds(250)

  private struct Request {
    let owner: Int
    let claim: LockClaim
    let ticket: LockQueue.Ticket
  }

  private let holder: LockHolder
  private let session: String?
  private let breaks: Bool
  private let leftNothingOpen: (LockHolder) -> Bool
  private var folder: LockFolder?
  private var queue = LockQueue()
  private var requests: [Request] = []
  private var held: [Int: MachineLocks] = [:]
  /// When it tries again.
  public private(set) var nextTry: Instant?

  /// A desk for one run, in the folder of the user's session, which passes over reservations if it `breaks` them.
  ///
  /// `leftNothingOpen` is asked about runs that have died with a lock, where a claim wants to know.
  public init(
    holder: LockHolder, session: String?, breaks: Bool = false,
    leftNothingOpen: @escaping (LockHolder) -> Bool = { _ in false }
  ) {
    self.leftNothingOpen = leftNothingOpen
    self.holder = holder
    self.session = session
    self.breaks = breaks
  }

  /// What can be read when it is time to try again.
  var bell: FileDescriptor? { requests.isEmpty ? nil : queue.descriptor }

  /// Asks for a claim, and tries for it at once; one that is busy is tried for again, if it `waits`.
  ///
  /// One that does not wait passes those by that do.
  public mutating func request(_ claim: LockClaim, for owner: Int, waits: Bool = true) -> LockOutcome {
    let outcome = take(claim, for: owner, nil, passesBy: !waits)
    guard waits, case .busy = outcome, let folder else { return outcome }
    let ticket: LockQueue.Ticket
    do throws(SystemError) { ticket = try queue.enter(claim.resources, in: folder) } catch {
      return .failed(error.message)
    }
    requests.append(Request(owner: owner, claim: claim, ticket: ticket))
    // What was given back before the ticket was there was not rung for.
    return attempt(requests.count - 1)
  }

  /// Tries again at once: the bell was rung.
  mutating func hearBell() {
    queue.answer()
    nextTry = SystemClock.now()
  }

  /// Tries again, if it is time; what came of those that need not wait any longer.
  public mutating func tryAgain(at now: Instant) -> [(owner: Int, outcome: LockOutcome)] {
    guard let due = nextTry, due <= now else { return [] }
    nextTry = nil
    var ended: [(owner: Int, outcome: LockOutcome)] = []
    for owner in requests.map(\.owner) {
      guard let index = requests.firstIndex(where: { $0.owner == owner }) else { continue }
      let outcome = attempt(index)
      if case .busy = outcome { continue }
      ended.append((owner, outcome))
    }
    return ended
  }

  /// Gives back what an owner holds, or stops asking for it.
  public mutating func release(_ owner: Int) {
    if let index = requests.firstIndex(where: { $0.owner == owner }) {
      let claim = leave(index)
      call(claim.resources)
    }
    if requests.isEmpty { nextTry = nil }
    guard let locks = held.removeValue(forKey: owner) else { return }
    locks.release()
    call(locks.claim.resources)
  }

  /// Ends what an owner holds, but reserves its locks for the run.
  public mutating func reserve(_ owner: Int, because cause: ReservationCause) throws(SystemError) {
    try held.removeValue(forKey: owner)?.reserve(because: cause)
  }

  /// Gives everything back.
  public mutating func releaseAll() {
    for owner in requests.map(\.owner) + held.keys { release(owner) }
    queue.close()
  }

  /// Tries for one request, which is then done with unless it has to wait.
  private mutating func attempt(_ index: Int) -> LockOutcome {
    let request = requests[index]
    let outcome = take(request.claim, for: request.owner, request.ticket)
    if case .busy = outcome {
      nextTry = SystemClock.now().advanced(by: Self.interval)
    } else {
      _ = leave(index)
      // A pool may have room for the next one too.
      call(request.claim.places.map { .pool($0.pool) })
    }
    return outcome
  }

  private mutating func leave(_ index: Int) -> LockClaim {
    let request = requests.remove(at: index)
    if let folder { queue.leave(request.ticket, in: folder) }
    return request.claim
  }

  private func call(_ resources: [MachineResource]) {
    if let folder { LockQueue.call(resources, in: folder) }
  }

  private mutating func take(
    _ claim: LockClaim, for owner: Int, _ ticket: LockQueue.Ticket?, passesBy: Bool = false
  ) -> LockOutcome {
    var holder = holder
    holder.since = SystemClock.date().rfc3339
    do {
      let folder = try LockFolder(session: session)
      self.folder = folder
      if !passesBy, let resource = LockQueue.firstContested(of: claim.resources, by: ticket, in: folder) {
        return .busy(resource, folder.holder(of: resource))
      }
      let locks = try MachineLocks(claim, in: folder, for: holder, breaks: breaks, leftNothingOpen: leftNothingOpen)
      held[owner] = locks
      return .acquired(broken: locks.broken, stolen: locks.stolen)
    } catch MachineLocks.Failure.dirty(let resource, let holder) {
      return .dirty(resource, holder)
    } catch MachineLocks.Failure.busy(let resource, let holder) {
      return .busy(resource, holder)
    } catch MachineLocks.Failure.system(let error) {
      return .failed(error.message)
    } catch let failure as LockFolder.Failure {
      return .failed(failure.message)
    } catch {
      return .failed("\(error)")
    }
  }
}
