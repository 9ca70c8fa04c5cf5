import Foundation
import TestSupport

/// What a torture needs of the machine; a test that cannot run here says so.
enum Machine {
  /// Whether a program can be used; if not, the reason is printed.
  static func has(_ program: String, for test: String) -> Bool {
    let isThere = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
    if !isThere { print("skipped: \(test): there is no \(program)") }
    return isThere
  }

  /// Whether the superuser runs this; if not, the reason is printed.
  static func isSuperuser(for test: String) -> Bool {
    if geteuid() != 0 { print("skipped: \(test): only the superuser can do this") }
    return geteuid() == 0
  }

  /// Runs a command to its end: whether it succeeded, and what it printed.
  @discardableResult
  static func run(_ words: String...) -> (isDone: Bool, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return (false, "") }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus == 0, String(decoding: output, as: UTF8.self))
  }
}
