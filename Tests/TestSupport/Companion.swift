import Foundation

/// A program that runs beside a test, and answers each line with a line; it ends with its input, when nobody refers to it
/// any more.
public final class Companion: @unchecked Sendable {
  // See `RunningProgram`.
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts a Python program of the project, in a folder.
  public init(_ script: String, _ arguments: [String], in folder: TemporaryFolder) {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", Repository.root.appendingPathComponent(script).path] + arguments
    process.currentDirectoryURL = folder.url
    process.standardInput = input
    process.standardOutput = output
    do { try process.run() } catch { print("could not start python3: \(error)") }
    try? output.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
  }

  deinit { end() }

  /// Ends it, and waits until it has.
  public func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The next line that it writes; nothing if it has ended.
  public func nextLine() -> String? { LineReader(descriptor: output.fileHandleForReading.fileDescriptor).nextLine() }

  /// Tells it a line, and returns the next that it writes.
  @discardableResult
  public func ask(_ line: String) -> String {
    try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    return nextLine() ?? ""
  }
}
