internal import CSystem
internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Starts a node's process with its pipes.
struct ProcessLauncher {
  /// What is started.
  struct Launch {
    var file: String
    var arguments: [String]
    var environment: ProcessEnvironment
    var directory: String
    /// What it reads on its standard input.
    var input: [UInt8]?
    /// What it reads on descriptor 3.
    var extra: Extra?
    var isInteractive = false
    var leavesRunning = false
    var captureLimit = 0
    /// The request that it sends; the header of the answer comes on descriptor 4.
    var exchange: Exchange?
    var limits: ProcessLimits?
  }

  /// What a program reads besides its standard input.
  enum Extra {
    case bytes([UInt8])
    /// An open file, which stays the caller's.
    case file(FileDescriptor)

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var file: FileDescriptor? { if case .file(let file) = self { file } else { nil } }
  }

  /// What stands for an empty input.
  let null: FileDescriptor

  /// Starts it.
  ///
  /// Every descriptor that was opened for it is closed again if that fails.
  func start(_ launch: Launch, node: Int, log: LogFile) throws(SystemError) -> ChildProcess {
    launch.isInteractive
      ? try startInteractive(launch, node: node) : try startPiped(launch, node: node, log: log)
  }

  private typealias Started = (process: Int32, handle: FileDescriptor?)

  private func spawn(_ launch: Launch, _ descriptors: [FileDescriptor?], terminal: FileDescriptor?) throws(SystemError)
    -> Started
  {
    let request = Spawner.Request(
      file: launch.file, arguments: launch.arguments, environment: launch.environment,
      directory: launch.directory, descriptors: descriptors, terminal: terminal,
      limits: launch.limits)
    do throws(SystemError) {
      return try Spawner.start(request)
    } catch {
      throw explained(error, launch)
    }
  }

  /// The system says "no such file" of a missing folder too; the message should name what is missing.
  private func explained(_ error: SystemError, _ launch: Launch) -> SystemError {
    if error.operation != Spawner.startOperation { return error }
    var status = stat()
    if stat(launch.directory, &status) != 0 {
      return SystemError(operation: "enter folder", subject: launch.directory, code: errno)
    }
    if status.st_mode & S_IFMT != S_IFDIR {
      return SystemError(operation: "enter folder", subject: launch.directory, code: ENOTDIR)
    }
    return error
  }

  private func startPiped(_ launch: Launch, node: Int, log: LogFile) throws(SystemError) -> ChildProcess {
    var pipes: [Pipe] = []
    func pipe() throws(SystemError) -> Pipe {
      let pipe = try Pipe()
      pipes.append(pipe)
      return pipe
    }
    do throws(SystemError) {
      let output = try pipe()
      let errors = try pipe()
      let input = launch.input == nil ? nil : try pipe()
      let extra = launch.extra?.bytes == nil ? nil : try pipe()
      let header = launch.exchange == nil ? nil : try pipe()
      // Nothing but what is meant for it may stand on descriptor 3.
      let third = extra?.reading ?? launch.extra?.file ?? (header == nil ? nil : null)
      let started = try spawn(
        launch, [input?.reading ?? null, output.writing, errors.writing, third, header?.writing], terminal: nil)
      for end in [output.writing, errors.writing, header?.writing, input?.reading, extra?.reading] { end?.close() }
      return child(
        started, launch, node: node, log: log,
        outputs: [output.reading, errors.reading, header?.reading].compactMap { $0 },
        inputs: [(input?.writing, launch.input), (extra?.writing, launch.extra?.bytes)])
    } catch {
      for pipe in pipes { pipe.close() }
      throw error
    }
  }

  private func child(
    _ started: Started, _ launch: Launch, node: Int, log: LogFile, outputs: [FileDescriptor],
    inputs: [(file: FileDescriptor?, bytes: [UInt8]?)]
  ) -> ChildProcess {
    for output in outputs { output.setNonblocking() }
    var open: [ChildProcess.Input] = []
    for case (let file?, let bytes?) in inputs {
      file.setNonblocking()
      open.append(ChildProcess.Input(file: file, bytes: bytes[...]))
    }
    let limits = [launch.captureLimit, launch.exchange == nil ? launch.captureLimit : 64 << 10, AnswerHeader.largest]
    return ChildProcess(
      node: node, process: started.process, handle: started.handle,
      outputs: zip(outputs, limits).map { ChildProcess.Output(file: $0, kept: OutputTail(limit: $1)) },
      inputs: open, log: log, exchange: launch.exchange, cpuLimit: launch.limits?.cpu,
      leavesRunning: launch.leavesRunning)
  }

  /// An interactive process has the terminal itself; nothing of it is captured.
  private func startInteractive(_ launch: Launch, node: Int) throws(SystemError) -> ChildProcess {
    let loan = TerminalLoan()
    let terminal = FileDescriptor(number: 0)
    let descriptors: [FileDescriptor?] = [terminal, FileDescriptor(number: 1), FileDescriptor(number: 2), nil]
    do throws(SystemError) {
      let started = try spawn(launch, descriptors, terminal: terminal)
      return ChildProcess(
        node: node, process: started.process, handle: started.handle, outputs: [], inputs: [], log: nil,
        cpuLimit: launch.limits?.cpu, terminal: loan)
    } catch {
      loan.end()
      throw error
    }
  }
}
