import Planning
import TestSupport
import Testing

/// Graphs in shorthand, so that a test shows only what it is about.
enum GraphSketch {
  /// A runbook of one node a line: its name, then after a colon its keys with `;` between them.
  ///
  /// A node that does not say what it does is a command.
  static func runbook(_ lines: String) -> String {
    lines.split(separator: "\n").map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      let keys = parts.count == 1 ? "" : parts[1].split(separator: ";").map { trimmed($0) }.joined(separator: "\n")
      let says = ["command", "function", "prompt", "url"].contains { keys.hasPrefix($0) || keys.contains("\n\($0) ") }
      return "[\(trimmed(parts[0]))]\n" + (says ? "" : "command = \"true\"\n") + keys + "\n"
    }.joined()
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The edges of a runbook in shorthand: a line for each node, `!` for a handler, `$` for an end node, `~` for a wait,
  /// `^` for an implicit entry and `<` for a reading.
  static func edges(_ lines: String) -> String {
    let plan = Reading.plan(runbook(lines), demandsAll: false).plan
    return plan.nodes.map { node in
      let marks = (node.isEndNode ? "$" : "") + (node.isHandler ? "!" : "")
      let entries = node.entries.map { mark($0.origin) + plan.text(of: $0) }
      let waits = node.waits.map { "~" + plan.nodes[$0].id }
      return ([node.id + marks + ":"] + entries + waits).joined(separator: " ")
    }.joined(separator: "\n")
  }

  private static func mark(_ origin: PlanEntry.Origin) -> String {
    switch origin {
    case .written: ""
    case .implicit: "^"
    case .instance: "+"
    case .reading: "<"
    }
  }

  /// The diagnostics of a runbook in shorthand, one a line: severity, id and message.
  static func messages(_ lines: String) -> [String] {
    Reading.plan(runbook(lines), demandsAll: false).diagnostics.sorted().map {
      "\($0.severity.rawValue) \($0.id): \($0.message)"
    }
  }
}

/// A graph in shorthand and what is expected of it.
struct GraphExpectation: Sendable, CustomTestStringConvertible {
  let name: String
  let graph: String
  let expected: String
  var testDescription: String { name }

  init(_ name: String, _ graph: String, _ expected: String) {
    self.name = name
    self.graph = graph
    self.expected = expected
  }
}
