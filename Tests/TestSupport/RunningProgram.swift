import Foundation

/// A `pyflow` that was started.
public final class RunningProgram: @unchecked Sendable {
  // `Process` is not Sendable; it is set up before anybody else sees it, and only asked afterwards.
  private let process = Process()
  private let output: FileHandle
  private let error: FileHandle
  private let folder: TemporaryFolder
  private let names: (output: String, error: String)

  init(_ program: Program, _ arguments: [String]) {
    folder = program.folder
    // Files instead of pipes: nobody has to read while it runs, whatever its size.
    let id = UUID().uuidString
    names = (".out-\(id)", ".err-\(id)")
    folder.write("", to: names.output)
    folder.write("", to: names.error)
    output = Self.open(folder, names.output)
    error = Self.open(folder, names.error)
    let input = ".in-\(id)"
    folder.write(program.input, to: input)
    process.executableURL = Program.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = program.fullEnvironment
    process.standardInput = FileHandle(forReadingAtPath: "\(folder.path)/\(input)")
    process.standardOutput = output
    process.standardError = error
    try? process.run()
  }

  private static func open(_ folder: TemporaryFolder, _ name: String) -> FileHandle {
    FileHandle(forWritingAtPath: "\(folder.path)/\(name)") ?? .nullDevice
  }

  /// Its process.
  public var processIdentifier: Int32 { process.processIdentifier }

  /// Sends it a signal.
  public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// What it has written to its standard error so far.
  public var errorSoFar: String { folder.read(names.error) ?? "" }

  /// Waits until `condition` holds, at most a minute: a bound for a broken test, never a measure of speed.
  @discardableResult
  public func waitUntil(_ condition: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(60)
    while !condition() {
      if Date() > end { return false }
      usleep(2000)
    }
    return true
  }

  /// Waits for its end.
  public func wait() -> Program.Result {
    process.waitUntilExit()
    let code = Int(process.terminationStatus)
    let exit = process.terminationReason == .uncaughtSignal ? 128 + code : code
    return Program.Result(
      exit: exit, output: folder.read(names.output) ?? "", error: folder.read(names.error) ?? "")
  }
}
