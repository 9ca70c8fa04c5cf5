public import Text

/// Which nodes of a plan a run is to carry out, as the command line says it (design 10).
///
/// Each option that is given narrows the choice; `skip` leaves out more.
public struct Selection: Sendable, Equatable {
  /// These nodes.
  public var only: [String] = []
  /// Not these nodes.
  public var skip: [String] = []
  /// These nodes, and what comes after them.
  public var from: [String] = []
  /// These nodes, and what comes before them.
  public var until: [String] = []
  /// Nodes with one of these words among their `tags`.
  public var tags: [String] = []

  /// A selection that leaves nothing out.
  public init() {}

  /// Whether nothing was said.
  public var isEmpty: Bool { self == Selection() }
}

extension Plan {
  /// The plan in which the nodes that `selection` leaves out say so; what is wrong with the selection is reported.
  ///
  /// What others read of such nodes is taken from `reused`, the results of an earlier run.
  public func selecting(
    _ selection: Selection, reusing reused: ReusedResults? = nil, into diagnostics: inout Diagnostics
  ) -> Plan {
    if selection.isEmpty { return self }
    var selector = NodeSelector(self, selection)
    let isChosen = selector.choose()
    diagnostics.append(contentsOf: selector.diagnostics)
    var plan = self
    // A nested runbook is chosen or left out with the node that runs it.
    for index in nodes(of: 0) {
      plan.nodes[index].isLeftOut = !isChosen[index]
      guard let reused, !isChosen[index], nodes[index].isRead else { continue }
      plan.nodes[index].reused = try? reused.result(of: nodes[index].id).get()
    }
    plan.reusedRun = reused?.run
    plan.noteSkippedRunbooks()
    if !selector.diagnostics.hasErrors { SelectionCheck(plan, reused).check(into: &diagnostics) }
    return plan
  }
}
