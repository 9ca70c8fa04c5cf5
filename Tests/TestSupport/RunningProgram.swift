import Foundation

/// A `pyflow` that was started.
public final class RunningProgram: @unchecked Sendable {
  // `Process` is not Sendable; it is set up before anybody else sees it, and only asked afterwards.
  private let process = Process()
  private let output: OutputCollector
  private let error: OutputCollector
  private let folder: TemporaryFolder

  init(_ program: Program, _ arguments: [String]) {
    folder = program.folder
    let pipes = (output: Pipe(), error: Pipe())
    let command = program.wrapper + [Program.executable.path] + arguments
    process.executableURL = URL(fileURLWithPath: program.wrapper.isEmpty ? command[0] : "/usr/bin/env")
    process.arguments = program.wrapper.isEmpty ? arguments : command
    process.currentDirectoryURL = folder.url
    process.environment = program.fullEnvironment
    process.standardInput = Self.inputFile(program)
    process.standardOutput = pipes.output
    process.standardError = pipes.error
    do { try process.run() } catch { print("could not start \(Program.executable.path): \(error)") }
    output = OutputCollector(pipes.output.fileHandleForReading)
    error = OutputCollector(pipes.error.fileHandleForReading)
    // Only the program is to hold these ends, so that their end is its end.
    for pipe in [pipes.output, pipes.error] { try? pipe.fileHandleForWriting.close() }
  }

  private static func inputFile(_ program: Program) -> FileHandle? {
    if program.input.isEmpty { return .nullDevice }
    let name = ".in-\(UUID().uuidString)"
    program.folder.write(program.input, to: name)
    return FileHandle(forReadingAtPath: "\(program.folder.path)/\(name)")
  }

  /// Its process.
  public var processIdentifier: Int32 { process.processIdentifier }

  /// Whether it has not ended.
  public var isRunning: Bool { process.isRunning }

  /// Whether somebody holds its standard error: it, or what it has left.
  public var hasOpenOutput: Bool { !error.hasEnded }

  /// Sends it a signal.
  public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits until it has written `text` to its standard error.
  ///
  /// - Returns: false if it ended without.
  public func waitForError(_ text: String) -> Bool { error.wait(for: text) }

  /// Waits until it has written `text` to its standard output.
  ///
  /// - Returns: false if it ended without.
  public func waitForOutput(_ text: String) -> Bool { output.wait(for: text) }

  /// Waits for its end.
  public func wait() -> Program.Result {
    process.waitUntilExit()
    let code = Int(process.terminationStatus)
    let exit = process.terminationReason == .uncaughtSignal ? 128 + code : code
    return Program.Result(exit: exit, output: output.whole(), error: error.whole())
  }
}
