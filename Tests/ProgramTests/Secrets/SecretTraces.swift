import Foundation
import TestSupport

/// Where a secret could have come to light.
enum SecretTraces {
  /// Everything that a run printed, and every file that it left in the folder's `.pyflow` and beside the runbook.
  static func all(of program: Program, _ results: Program.Result...) -> String {
    var text = results.map { $0.output + $0.error }.joined()
    let files = FileManager.default.enumerator(atPath: program.folder.path)?.compactMap { $0 as? String } ?? []
    for file in files where file.hasPrefix(".pyflow") || file.hasSuffix(".jsonl") {
      text += program.folder.readData(file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    return text
  }

  /// A program whose files with secrets are in its own folder.
  static func program(_ runbook: String, _ environment: [String: String] = [:]) -> Program {
    var program = Program(runbook)
    program.environment = environment
    program.folder.write("", to: ".session/.keep")
    return program
  }

  /// The files with secrets that are there.
  static func files(of program: Program) -> [String] {
    program.folder.list(".session").filter { $0.hasPrefix("pyflow-secrets") }
  }
}
