import Running

/// A runbook, what happens in it, and how every node must end.
public struct GraphCase: Sendable, CustomStringConvertible {
  /// What it shows.
  public let name: String
  /// The runbook; its commands are called `work`.
  public let runbook: String
  /// How the actions of nodes end; the others succeed after a second.
  public var scripts: [String: FakeWorld.Script] = [:]
  /// Nodes that end only after pyflow has told something of another, with that text: the order of `scripts` in real time.
  public var releases: [(node: String, after: String)] = []
  /// `node status, …`, in alphabetical order.
  public let outcome: String
  /// How the run ends.
  public var status = RunStatus.succeeded
  /// Its name, for reports of tests.
  public var description: String { name }

  /// The nodes whose actions fail.
  public var failing: [String] { scripts.filter { $0.value.fails }.keys.sorted() }

  /// A runbook of nodes that all run the command `work`, from their headers and other keys.
  public static func nodes(_ declarations: String) -> String {
    declarations.split(separator: "\n").map { line in
      line.hasPrefix("[") && !line.hasPrefix("[runbook]") ? "\(line)\ncommand = \"work\"" : String(line)
    }.joined(separator: "\n")
  }
}

extension FakeWorld.Script {
  /// An action that fails with exit code 1 after a second.
  public static let fails = FakeWorld.Script(.exited(1))

  /// Whether it ends badly.
  var fails: Bool { result.map { $0.ending != .exited(0) } ?? false }
}
