internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Processes that a run has left when its own process died (design 7).
///
/// They are known by their environment, which names the run and the node (proc(5), `/proc/PID/environ`). Where the system
/// does not tell, none are found.
public struct OrphanedProcesses: Sendable {
  /// A process that a run has left.
  public struct Process: Sendable, Equatable {
    /// Its number.
    public let number: Int32
    /// The id of the node that it was started for.
    public let node: String
  }

  private let run: String
  /// When the run's process started, in clock ticks after the machine did: its children started later.
  private let start: Int

  /// The processes of a run, whose own process must be dead; it started at `start`, in clock ticks after the machine did.
  public init(of run: String, startedAt start: Int? = nil) {
    self.run = run
    self.start = start ?? 0
  }

  /// Those that live, of other users too if they can be looked at.
  public func find() -> [Process] {
    Folder.names(in: "/proc").compactMap(Int32.init).filter { $0 != getpid() }.compactMap { number in
      waitForProgram(of: number)
      return node(of: number).map { Process(number: number, node: $0) }
    }
  }

  /// Waits, for a moment, while a process that may be of the run is on its way into its program: it has no environment then.
  private func waitForProgram(of number: Int32) {
    let deadline = SystemClock.now().advanced(by: Self.timeToStart)
    while FileReader.systemFile("/proc/\(number)/environ") == "",
      OwnProcess.startTicks(ofProgram: number) ?? -1 >= start,
      SystemClock.now() < deadline
    {
      usleep(Self.interval / 10)
    }
  }

  /// How long a process may take to load its program; one that has no environment for longer was given none.
  private static let timeToStart = Duration.seconds(1)

  /// The node that a process was started for; nothing if it is not one of the run, or is dead already.
  func node(of number: Int32) -> String? {
    guard let environment = FileReader.systemFile("/proc/\(number)/environ"), !environment.isEmpty else { return nil }
    let entries = environment.split(separator: "\0")
    guard entries.contains("PYFLOW_RUN_ID=\(run)") else { return nil }
    return entries.first { $0.hasPrefix("PYFLOW_NODE=") }.map { String($0.dropFirst("PYFLOW_NODE=".count)) }
  }

  /// Asks processes to end, and forces those that have not after `grace`; returns those that cannot be ended.
  public func end(_ processes: [Process], grace: Duration) -> [Process] {
    for process in processes { kill(process.number, SIGTERM) }
    let stubborn = wait(for: processes, atMost: grace)
    for process in stubborn { kill(process.number, SIGKILL) }
    return wait(for: stubborn, atMost: Self.timeToDie)
  }

  /// Waits until processes have ended, or a time has passed; returns those that still live.
  @discardableResult
  public func wait(for processes: [Process], atMost limit: Duration? = nil) -> [Process] {
    let deadline = limit.map { SystemClock.now().advanced(by: $0) }
    while true {
      let living = processes.filter(isAlive)
      if living.isEmpty || deadline.map({ $0 <= SystemClock.now() }) ?? false { return living }
      usleep(Self.interval)
    }
  }

  /// Whether a process lives: a number that another one has meanwhile is not its own.
  private func isAlive(_ process: Process) -> Bool { node(of: process.number) == process.node }

  /// How long a process that was forced may take to be gone.
  private static let timeToDie = Duration.seconds(2)

  /// How often is looked, in microseconds: nobody tells when a process ends that is no child.
  private static let interval: UInt32 = 20_000
}
