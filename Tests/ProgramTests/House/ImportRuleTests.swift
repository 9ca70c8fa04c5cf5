import Foundation
import TestSupport
import Testing

/// The check that holds imports to the table of modules.
@Suite("The import rule")
struct ImportRuleTests {
  private let folder = TemporaryFolder()

  init() {
    folder.copy("Package.swift")
  }

  /// Checks a project with one source file in the module `Planning`.
  private func check(_ source: String) throws -> (exit: Int32, output: String) {
    folder.write(source, to: "Sources/Planning/Plan.swift")
    let process = Process()
    let output = Pipe()
    process.executableURL = Repository.root.appendingPathComponent("scripts/check-imports.sh")
    process.arguments = [folder.path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test("allows what the table allows", arguments: ["public import Text", "internal import Values", "import Runbooks"])
  func allowed(_ line: String) throws {
    #expect(try check(line) == (0, ""))
  }

  @Test(
    "names every other import with its place",
    arguments: [
      ("import Foundation", "Foundation"), ("import FoundationNetworking", "FoundationNetworking"),
      ("internal import Running", "Running"), ("@testable import Effects", "Effects"), ("  import Glibc", "Glibc"),
      ("@preconcurrency public import Foundation", "Foundation"), ("import struct Foundation.URL", "Foundation"),
      ("import class Running.Engine", "Running"),
    ])
  func forbidden(_ line: String, _ module: String) throws {
    let (exit, output) = try check("// A plan.\n\(line)\n")
    #expect(exit != 0)
    #expect(
      output == "Sources/Planning/Plan.swift:2: error: Planning may not import \(module)"
        + " (the table of modules in Package.swift)\n")
  }

  @Test("fails when it cannot read the table")
  func noTable() throws {
    folder.write("let package = 1", to: "Package.swift")
    #expect(try check("import Text").exit != 0)
  }
}
