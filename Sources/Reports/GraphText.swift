public import Planning
internal import Text

/// A plan's graph in the languages of drawing programs.
public enum GraphText {
  /// The languages.
  public enum Format: String, Sendable, CaseIterable {
    /// Graphviz.
    case dot
    /// Mermaid, which GitHub draws.
    case mermaid
  }

  /// The graph in the given language, ending in a newline.
  public static func render(_ plan: Plan, as format: Format) -> String {
    switch format {
    case .dot: dot(plan)
    case .mermaid: mermaid(plan)
    }
  }

  // MARK: - Graphviz

  private static func dot(_ plan: Plan) -> String {
    var text = "digraph \(quoted(plan.title)) {\n  rankdir=LR;\n  node [fontname=\"Helvetica\"];\n"
    for frame in GraphFrame.frames(of: plan) {
      guard let rollout = frame.rollout else {
        text += frame.nodes.map { dotNode($0, plan) }.joined()
        continue
      }
      text += "  subgraph \(quoted("cluster_" + plan.nodes[rollout].id)) {\n"
      text += "    label=\(quoted(GraphFrame.title(rollout, plan)));\n"
      text += frame.nodes.map { "  " + dotNode($0, plan) }.joined() + "  }\n"
    }
    for edge in edges(plan) {
      text += "  \(quoted(edge.from)) -> \(quoted(edge.to))"
      switch edge.kind {
      case .plain: break
      case .conditional(let label): text += " [label=\(quoted(label)), style=dashed]"
      case .reading: text += " [label=\"reads\", style=dotted]"
      case .waiting: text += " [style=dotted, arrowhead=empty]"
      case .nesting: text += " [label=\"runs\", style=dotted]"
      }
      text += ";\n"
    }
    return text + "}\n"
  }

  private static func dotNode(_ index: Int, _ plan: Plan) -> String {
    let node = plan.nodes[index]
    let role = plan.rolloutMember(index)?.member.role
    let style = role?.isOfWayBack == true ? "\"filled,dashed\"" : "filled"
    var text = "  \(quoted(node.id)) [shape=\(shape(node)), style=\(style), fillcolor=\(color(node))"
    if node.title != node.id { text += ", label=\(quoted(node.title))" }
    if node.isCritical || role?.changes == true { text += ", color=red, penwidth=2" }
    return text + "];\n"
  }

  private static func shape(_ node: PlanNode) -> String {
    switch node.action {
    case .question: "ellipse"
    case .function, .plugin: "box"
    case .request: "cds"
    case .command: node.isHandler ? "octagon" : "hexagon"
    case .group, .runbook, .strategy: "folder"
    }
  }

  private static func color(_ node: PlanNode) -> String {
    switch node.action {
    case .question: "lightblue"
    case .function, .plugin: "lightgreen"
    case .request: "lavender"
    case .command: "lightyellow"
    case .group, .runbook, .strategy: "white"
    }
  }

  /// A string of the DOT language: only quotation marks and backslashes mean something in it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in OutputText.oneLine(text).unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: - Mermaid

  private static func mermaid(_ plan: Plan) -> String {
    var text = "flowchart LR\n"
    for frame in GraphFrame.frames(of: plan) {
      guard let rollout = frame.rollout else {
        text += frame.nodes.map { mermaidNode($0, plan) }.joined()
        continue
      }
      text += "  subgraph s\(rollout)[\"\(escaped(GraphFrame.title(rollout, plan)))\"]\n"
      text += frame.nodes.map { "  " + mermaidNode($0, plan) }.joined() + "  end\n"
    }
    for edge in edges(plan) {
      switch edge.kind {
      case .plain: text += "  n\(edge.fromIndex) --> n\(edge.toIndex)\n"
      case .conditional(let label): text += "  n\(edge.fromIndex) -. \(label) .-> n\(edge.toIndex)\n"
      case .reading: text += "  n\(edge.fromIndex) -. reads .-> n\(edge.toIndex)\n"
      case .waiting: text += "  n\(edge.fromIndex) -.-> n\(edge.toIndex)\n"
      case .nesting: text += "  n\(edge.fromIndex) -. runs .-> n\(edge.toIndex)\n"
      }
    }
    return text
  }

  private static func mermaidNode(_ index: Int, _ plan: Plan) -> String {
    let label = "\"\(escaped(plan.nodes[index].title))\""
    switch plan.nodes[index].action {
    case .question: return "  n\(index)([\(label)])\n"
    case .function, .plugin: return "  n\(index)[\(label)]\n"
    case .request: return "  n\(index)[/\(label)/]\n"
    case .command: return "  n\(index){{\(label)}}\n"
    case .group, .runbook, .strategy: return "  n\(index)[[\(label)]]\n"
    }
  }

  /// Text for a Mermaid label: characters with a meaning as their entity codes.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in OutputText.oneLine(text).unicodeScalars {
      switch scalar {
      case "\"", "#", "<", ">", "&", "`", "[", "]", "{", "}", "(", ")", "|", ";": result += "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: - Edges

  private struct Edge {
    enum Kind {
      case plain
      case conditional(String)
      case reading, waiting
      /// From a node that runs a runbook to the first nodes of that.
      case nesting
    }
    let from: String
    let to: String
    let fromIndex: Int
    let toIndex: Int
    let kind: Kind
  }

  private static func edges(_ plan: Plan) -> [Edge] {
    plan.nodes.enumerated().flatMap { index, node -> [Edge] in
      let entries = node.entries.map { entry -> (Int, Edge.Kind) in
        if let requirement = entry.requirement { return (entry.target, .conditional(requirement.rawValue)) }
        return (entry.target, entry.origin == .reading ? .reading : .plain)
      }
      var sources = entries + node.waits.map { ($0, .waiting) }
      if sources.isEmpty, let owner = plan.runbooks[node.runbook].owner { sources = [(owner, .nesting)] }
      return sources.map { target, kind in
        Edge(from: plan.nodes[target].id, to: node.id, fromIndex: target, toIndex: index, kind: kind)
      }
    }
  }
}
