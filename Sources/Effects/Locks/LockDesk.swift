internal import Running
internal import Values

/// Takes and gives back the locks of nodes, and tries again every so often where another run holds one.
///
/// `flock` could only wait by stopping the one thread that does everything else.
struct LockDesk {
  /// How often it tries again.
  static let interval = Duration.milliseconds(100)

  private struct Request {
    let node: Int
    let names: [String]
    /// Whether it was told that it has to wait.
    var isTold = false
  }

  private let holder: LockHolder
  private let session: String?
  private var requests: [Request] = []
  private var held: [Int: MachineLocks] = [:]
  /// When it tries again.
  private(set) var nextTry: Instant?

  /// A desk for one run, in the folder of the user's session.
  init(holder: LockHolder, session: String?) {
    self.holder = holder
    self.session = session
  }

  /// Asks for the locks of a node; they are tried for at once.
  mutating func request(_ names: [String], for node: Int) -> [Event] {
    requests.append(Request(node: node, names: names))
    return attempt(requests.count - 1).map { [$0] } ?? []
  }

  /// Tries again, if it is time.
  mutating func tryAgain(at now: Instant) -> [Event] {
    guard let due = nextTry, due <= now else { return [] }
    nextTry = nil
    var events: [Event] = []
    for index in requests.indices.reversed() {
      if let event = attempt(index) { events.append(event) }
    }
    return events.reversed()
  }

  /// Gives back what a node holds, or stops asking for it.
  mutating func release(_ node: Int) {
    requests.removeAll { $0.node == node }
    held.removeValue(forKey: node)?.release()
    if requests.isEmpty { nextTry = nil }
  }

  /// Gives everything back.
  mutating func releaseAll() {
    for locks in held.values { locks.release() }
    held = [:]
    requests = []
    nextTry = nil
  }

  /// Tries for one request, which is then done with unless it has to wait; what is to be told of it.
  private mutating func attempt(_ index: Int) -> Event? {
    let request = requests[index]
    let outcome = take(request)
    guard case .busy = outcome else {
      requests.remove(at: index)
      return .lock(node: request.node, outcome)
    }
    requests[index].isTold = true
    nextTry = SystemClock.now().advanced(by: Self.interval)
    return request.isTold ? nil : .lock(node: request.node, outcome)
  }

  private mutating func take(_ request: Request) -> LockOutcome {
    var holder = holder
    holder.since = SystemClock.date().rfc3339
    do {
      let folder = try LockFolder(session: session)
      held[request.node] = try MachineLocks(request.names, in: folder, for: holder)
      return .acquired
    } catch MachineLocks.Failure.busy(let lock, let holder) {
      return .busy(lock: lock, holder)
    } catch MachineLocks.Failure.system(let error) {
      return .failed(error.message)
    } catch let failure as LockFolder.Failure {
      return .failed(failure.message)
    } catch {
      return .failed("\(error)")
    }
  }
}
