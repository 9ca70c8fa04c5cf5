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

/// Turns signals into bytes that the poll loop reads: the handler itself does nothing else.
public struct SignalPipe: Sendable {
  private let reading: Int32
  /// The process that had started pyflow.
  let parent: ParentWatch

  /// Catches the signals that ask pyflow to stop, except those that were ignored when it started.
  ///
  /// From now on a broken pipe and a file size limit are errors of the call instead of deaths, and signals that do not ask
  /// to stop, as SIGUSR1, do not end pyflow, which would leave its processes alone.
  public init() throws(SystemError) {
    let pipe = try Pipe()
    pipe.reading.setNonblocking()
    pipe.writing.setNonblocking()
    reading = pipe.reading.number
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    csystem_survive_signals()
    parent = ParentWatch()
    let caught = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU].filter { !Self.isIgnored($0) }
    guard csystem_forward_signals(pipe.writing.number, caught, caught.count) == 0 else { throw .last("catch signals") }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    sigaction(number, nil, &current)
    #if canImport(Darwin)
      return unsafeBitCast(current.__sigaction_u.__sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }

  /// Waits for a signal; nothing if none came until `deadline`, or until the bell of `desk` was rung.
  public func wait(until deadline: Instant, or desk: inout LockDesk) -> RunSignal? {
    while true {
      if let signal = take() { return signal }
      let rest = deadline.nanoseconds - SystemClock.now().nanoseconds
      if rest <= 0 { return nil }
      var entries = [reading, desk.bell?.number ?? -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(&entries, 2, Int32(clamping: (rest + 999_999) / 1_000_000))
      if entries[1].revents != 0 {
        desk.hearBell()
        return nil
      }
    }
  }

  var descriptor: FileDescriptor { FileDescriptor(number: reading) }

  /// The first of the signals that have come; they count as heard.
  public func take() -> RunSignal? { takeSignals().lazy.compactMap { RunSignal(number: $0) }.first }

  /// The signals that came since the last call.
  func takeSignals() -> [Int32] {
    var buffer = [UInt8](repeating: 0, count: 64)
    var signals: [Int32] = []
    while true {
      let count = buffer.withUnsafeMutableBytes { (try? descriptor.read(into: $0)) ?? nil }
      guard let count, count > 0 else { return signals }
      signals += buffer[..<count].map { Int32($0) }
    }
  }
}

extension RunSignal {
  /// The signal of a number, if it asks pyflow to stop.
  init?(number: Int32) {
    switch number {
    case SIGINT: self = .interrupt
    // The first tells that pyflow's own processor time runs out, soon for good.
    case SIGXCPU, SIGTERM: self = .terminate
    case SIGQUIT: self = .quit
    case SIGHUP: self = .hangUp
    default: return nil
    }
  }

  /// Its number.
  var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangUp: SIGHUP
    case .quit: SIGQUIT
    }
  }
}
