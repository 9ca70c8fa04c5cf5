import Running
import TestSupport
import Testing

/// A runbook, what happens in it, and how every node must end.
struct GraphCase: Sendable, CustomTestStringConvertible {
  let name: String
  let runbook: String
  var scripts: [String: FakeWorld.Script] = [:]
  /// `node status, …`, in alphabetical order.
  let outcome: String
  var status = RunStatus.succeeded
  var testDescription: String { name }
}

extension FakeWorld.Script {
  /// An action that fails with exit code 1 after a second.
  static let fails = FakeWorld.Script(.exited(1))
}

extension GraphCase {
  /// Commands are never started in a rehearsal, so what they say does not matter.
  static func nodes(_ declarations: String) -> String {
    declarations.split(separator: "\n").map { line in
      line.hasPrefix("[") && !line.hasPrefix("[runbook]") ? "\(line)\ncommand = \"work\"" : String(line)
    }.joined(separator: "\n")
  }
}
