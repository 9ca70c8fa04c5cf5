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
    var extraInput: [UInt8]?
    var isInteractive = false
    var leavesRunning = false
    var captureLimit = 0
    var isRequest = false
    var limits: ProcessLimits?
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
      let extra = launch.extraInput == nil ? nil : try pipe()
      let started = try spawn(
        launch, [input?.reading ?? null, output.writing, errors.writing, extra?.reading], terminal: nil)
      for end in [output.writing, errors.writing] { end.close() }
      for end in [input?.reading, extra?.reading] { end?.close() }
      return child(
        started, launch, node: node, log: log, outputs: [output.reading, errors.reading],
        inputs: [(input?.writing, launch.input), (extra?.writing, launch.extraInput)])
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
    return ChildProcess(
      node: node, process: started.process, handle: started.handle,
      outputs: outputs.map { ChildProcess.Output(file: $0, kept: OutputTail(limit: launch.captureLimit)) },
      inputs: open, log: log, isRequest: launch.isRequest,
      outputLimit: launch.isRequest ? launch.captureLimit : nil, cpuLimit: launch.limits?.cpu,
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
        isRequest: false, cpuLimit: launch.limits?.cpu, terminal: loan)
    } catch {
      loan.end()
      throw error
    }
  }
}
