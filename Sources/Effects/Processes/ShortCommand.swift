internal import CSystem
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Runs a program that answers at once, and takes its output.
enum ShortCommand {
  /// The exit code and the output of a program, or nothing if it cannot be started or does not end in time.
  static func run(_ arguments: [String], limit: Duration) -> (exit: Int, output: [UInt8])? {
    let environment = OwnProcess.environment
    let path = environment.first { $0.name == "PATH" }?.value ?? ProgramSearch.defaultPath
    var search = ProgramSearch()
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0, let file = search.find(arguments[0], path: path, directory: "/") else { return nil }
    let null = FileDescriptor(number: number)
    defer { null.close() }
    var launch = ProcessLauncher.Launch(
      file: file, arguments: arguments, environment: ProcessEnvironment(EnvironmentBlock(environment)),
      directory: "/")
    launch.captureLimit = 64 << 10
    guard var child = try? ProcessLauncher(null: null).start(launch, node: 0, log: LogFile(folder: "", path: "")) else {
      return nil
    }
    child.log = nil
    return finish(&child, deadline: SystemClock.now().advanced(by: limit))
  }

  private static func finish(_ child: inout ChildProcess, deadline: Instant) -> (exit: Int, output: [UInt8])? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer {
      buffer.deallocate()
      child.closeAll()
    }
    while child.exit == nil || child.hasOpenOutput {
      let rest = deadline.nanoseconds - SystemClock.now().nanoseconds
      if rest <= 0 { child.signal(SIGKILL) }
      var entries = child.outputs.filter(\.isOpen).map {
        pollfd(fd: $0.file.number, events: Int16(POLLIN), revents: 0)
      }
      if let handle = child.handle, child.exit == nil {
        entries.append(pollfd(fd: handle.number, events: Int16(POLLIN), revents: 0))
      }
      _ = poll(&entries, nfds_t(entries.count), Int32(clamping: max(1, rest / 1_000_000)))
      for index in child.outputs.indices { child.drain(index, buffer) }
      child.reap()
      if rest <= 0, child.exit != nil { return nil }
    }
    guard let exit = child.exit, exit.signal == 0 else { return nil }
    return (Int(exit.code), child.outputs[0].kept.content)
  }
}
