internal import CSystem
internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Runs a program that answers at once, and takes its output.
struct ShortCommand {
  /// How it went.
  enum Outcome {
    case ended(csystem_exit, output: [UInt8], errors: [UInt8])
    case couldNotStart(String)
    case timedOut
    /// It printed more than is taken.
    case tooMuch
    case interrupted(RunSignal)
  }

  let arguments: [String]
  var directory = "/"
  /// How long it may take.
  let limit: Duration
  /// What it reads on its standard input: less than a pipe holds.
  var input: [UInt8]?
  /// How much it may print.
  var outputLimit = 64 << 10
  /// The signals that end it.
  var signals: SignalPipe?

  /// The exit code and the output of a program, or nothing if it cannot be started or does not end in time.
  static func run(_ arguments: [String], limit: Duration) -> (exit: Int, output: [UInt8])? {
    guard case .ended(let exit, let output, _) = ShortCommand(arguments: arguments, limit: limit).run(),
      exit.signal == 0
    else { return nil }
    return (Int(exit.code), output)
  }

  /// Runs it.
  func run() -> Outcome {
    do throws(SystemError) {
      var child = try start()
      return finish(&child, deadline: SystemClock.now().advanced(by: limit))
    } catch {
      return .couldNotStart(error.message)
    }
  }

  /// Starts it; whoever does so looks after it until it has ended, and ends it.
  func start() throws(SystemError) -> ChildProcess {
    let null = try FileDescriptor.null()
    defer { null.close() }
    let environment = ProcessEnvironment(EnvironmentBlock(OwnProcess.environment))
    let path = environment.value(of: "PATH") ?? ProgramSearch.defaultPath
    var search = ProgramSearch()
    guard let file = search.find(arguments[0], path: path, directory: directory) else {
      throw SystemError(operation: "start", subject: arguments[0], code: ENOENT)
    }
    var launch = ProcessLauncher.Launch(
      file: file, arguments: arguments, environment: environment, directory: directory)
    launch.captureLimit = outputLimit
    launch.input = input
    var child = try ProcessLauncher(null: null).start(launch, node: 0, log: LogFile(folder: "", path: ""))
    child.log = nil
    for index in child.inputs.indices.reversed() { child.feed(index) }
    return child
  }

  private func finish(_ child: inout ChildProcess, deadline: Instant) -> Outcome {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer {
      buffer.deallocate()
      child.endAtOnce()
    }
    var deadline = deadline
    while child.exit == nil || child.hasOpenOutput {
      let rest = deadline.nanoseconds - SystemClock.now().nanoseconds
      if rest <= 0 {
        if child.exit == nil { return .timedOut }
        break  // What a descendant may still print is not waited for.
      }
      wait(for: child, milliseconds: Int32(clamping: (rest + 999_999) / 1_000_000))
      if let signal = signals?.takeSignals().lazy.compactMap({ RunSignal(number: $0) }).first {
        return .interrupted(signal)
      }
      for index in child.outputs.indices { child.drain(index, buffer) }
      if child.outputs[0].kept.isTruncated { return .tooMuch }
      guard child.exit == nil else { continue }
      child.reap()
      if child.exit != nil { deadline = min(deadline, SystemClock.now().advanced(by: ChildProcess.drainTime)) }
    }
    return .ended(
      child.exit ?? csystem_exit(), output: child.outputs[0].kept.content, errors: child.outputs[1].kept.content)
  }

  private func wait(for child: ChildProcess, milliseconds: Int32) {
    var files = child.outputs.filter(\.isOpen).map(\.file)
    if child.exit == nil, let handle = child.handle { files.append(handle) }
    if let signals { files.append(signals.descriptor) }
    var entries = files.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    // Where no descriptor tells its end, it is asked for every so often.
    _ = poll(&entries, nfds_t(entries.count), child.handle == nil ? min(milliseconds, 20) : milliseconds)
  }
}
