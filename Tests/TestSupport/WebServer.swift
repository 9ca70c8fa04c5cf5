import Foundation

/// The web server that Python brings, serving a folder on a free port of the loopback interface until nobody refers to it.
public final class WebServer: @unchecked Sendable {
  // See `RunningProgram`.
  private let process = Process()
  /// The port it listens on.
  public let port: Int

  /// Serves `folder`, ready when this returns; nothing where there is no Python.
  public init?(_ folder: String) {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    try? output.fileHandleForWriting.close()
    // It says its port once it listens: "Serving HTTP on 127.0.0.1 port 40000 (…".
    let collector = OutputCollector(output.fileHandleForReading)
    let words = collector.wait(for: "(") ? collector.text.split(separator: " ") : []
    guard let index = words.firstIndex(of: "port"), let port = Int(words[index + 1]) else {
      Self.end(process)
      return nil
    }
    self.port = port
  }

  deinit { Self.end(process) }

  private static func end(_ process: Process) {
    // Programs that `Process` starts may have every other signal blocked.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
