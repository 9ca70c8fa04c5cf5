internal import Planning
internal import Running
internal import Text

/// What is to be undone, was not, or is not any more, for people.
struct RollbackText {
  /// Commands that are printed to be pasted.
  private static let mostCommands = 50
  /// Nodes that are named.
  private static let mostNames = 10

  let plan: Plan
  let style: TextStyle

  /// What would be undone, before somebody is asked; what nobody is asked about is told at the end.
  func lines(_ request: RollbackRequest) -> [String] {
    guard request.isAskedHere else {
      return [style.paint("nobody can be asked here whether to roll back", .warning)]
    }
    return [style.paint("to be undone, in this order:", .warning)] + commands(request.nodes, request.commands)
  }

  /// What was not undone in a run.
  func lines(_ finish: RunFinish) -> [String] {
    let closed = (finish.status == .succeeded ? [] : finish.closed.map(line)) + without(finish.withoutRollback)
    guard !finish.notUndone.isEmpty else { return closed }
    let title =
      finish.status == .halted
      ? "nothing was undone; if it is to be, by hand, in this order:"
      : "not undone; what is left to do by hand, in this order:"
    return closed + [style.paint(title, .error)] + commands(finish.notUndone, finish.commandsLeft)
  }

  private func line(_ closed: ClosedRollbacks) -> String {
    let pivot = plan.nodes[closed.pivot].id
    return style.paint("rollbacks before \(pivot) were closed, not undone: \(names(closed.nodes))", .warning)
  }

  /// What may have been changed by nodes that nothing undoes.
  private func without(_ nodes: [Int]) -> [String] {
    if nodes.isEmpty { return [] }
    let cause = nodes.count == 1 ? "it has" : "they have"
    return [style.paint("not undone, because \(cause) no rollback: \(names(nodes))", .warning)]
  }

  private func names(_ nodes: [Int]) -> String {
    let more = nodes.count - Self.mostNames
    return nodes.prefix(Self.mostNames).map { plan.nodes[$0].id }.joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }

  private func commands(_ nodes: [Int], _ commands: [String]) -> [String] {
    let lines = zip(nodes, commands).prefix(Self.mostCommands).flatMap { node, command in
      ["  # \(plan.nodes[node].id)"] + OutputText.lines(of: command).map { "  \($0)" }
    }
    let more = nodes.count - Self.mostCommands
    return lines + (more > 0 ? ["  # and \(more) more"] : [])
  }
}
