internal import Effects
internal import Running
internal import Text
internal import Values

/// Takes the locks of a whole run, before it changes anything.
struct RunLocks {
  /// Why the run does not begin.
  enum Refusal: Error {
    /// Somebody holds one of them.
    case held(lock: String, LockHolder?)
    /// A signal came while it waited.
    case interrupted(RunSignal)
    /// They cannot be taken by anybody.
    case unusable(String)
  }

  let names: [String]
  let holder: LockHolder
  /// The folder of the user's session.
  let session: String?
  /// How long it waits for others to give them back.
  let wait: Duration
  let signals: SignalPipe
  let console: Console

  /// The locks, when they are all free; nothing if the run has none.
  func take() throws(Refusal) -> MachineLocks? {
    if names.isEmpty { return nil }
    let folder: LockFolder
    do throws(LockFolder.Failure) { folder = try LockFolder(session: session) } catch {
      throw .unusable(error.message)
    }
    let deadline = SystemClock.now().advanced(by: wait)
    var isTold = false
    while true {
      do throws(MachineLocks.Failure) {
        return try attempt(in: folder)
      } catch {
        guard case .busy(let lock, let holder) = error else { throw .unusable(Self.message(of: error)) }
        if SystemClock.now() >= deadline { throw .held(lock: lock, holder) }
        if !isTold { console.say("waiting for \(Self.words(lock, holder))\n") }
        isTold = true
      }
      if let signal = signals.wait(until: min(deadline, SystemClock.now().advanced(by: Self.interval))) {
        throw .interrupted(signal)
      }
    }
  }

  /// How often it tries.
  private static let interval = Duration.milliseconds(100)

  private func attempt(in folder: LockFolder) throws(MachineLocks.Failure) -> MachineLocks {
    var holder = holder
    holder.since = SystemClock.date().rfc3339
    return try MachineLocks(names, in: folder, for: holder)
  }

  private static func message(of failure: MachineLocks.Failure) -> String {
    if case .system(let error) = failure { error.message } else { "" }
  }

  /// A lock and who holds it.
  private static func words(_ lock: String, _ holder: LockHolder?) -> String {
    "lock `\(OutputText.oneLine(lock))`, held by \(OutputText.oneLine(holder?.text ?? "another run"))"
  }

  /// Says why the run does not begin; the exit code.
  func explain(_ refusal: Refusal) -> ExitCode {
    switch refusal {
    case .held(let lock, let holder):
      console.complain("nothing was done: " + Self.words(lock, holder), hint: "wait for it with --lock-wait 15m")
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
