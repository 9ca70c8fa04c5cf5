public import Planning
internal import Text
internal import Values

/// What would be undone in a run, before it is.
public enum UndoText {
  /// The nodes in their order, each with what would undo it.
  public static func render(
    _ nodes: [(node: Int, command: String)], run: String, of plan: Plan, asJSON: Bool
  ) -> String {
    asJSON ? json(nodes, run, plan) : text(nodes, run, plan)
  }

  private static func text(_ nodes: [(node: Int, command: String)], _ run: String, _ plan: Plan) -> String {
    let lines = nodes.flatMap { entry in
      ["  # \(OutputText.oneLine(plan.nodes[entry.node].id))"] + OutputText.lines(of: entry.command).map { "  \($0)" }
    }
    return (["run \(run) would be undone, the last node first:"] + lines).joined(separator: "\n") + "\n"
  }

  private static func json(_ nodes: [(node: Int, command: String)], _ run: String, _ plan: Plan) -> String {
    JSONStream.document("pyflow.undo/1") { stream in
      stream.member("run", run)
      stream.array("nodes", nodes) { entry, stream in
        stream.object { stream in
          stream.member("id", plan.nodes[entry.node].id)
          stream.member("command", entry.command)
        }
      }
    }
  }
}
