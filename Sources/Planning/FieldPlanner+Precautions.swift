internal import Runbooks
internal import Templates

/// What keeps a node from doing harm, and what belongs to a node besides what it does.
extension FieldPlanner {
  mutating func plan(_ precautions: PrecautionDeclarations, _ shell: ShellChoice) -> PlanPrecautions {
    var result = PlanPrecautions()
    result.isIrreversible = precautions.isIrreversible.map { plan($0, key: "irreversible") }
    result.isPivot = precautions.isPivot.map { plan($0, key: "pivot") }
    result.snapshot = precautions.snapshot.map { plan($0, shell) }
    result.confirm = precautions.confirm.map { plan($0, shell) }
    return result
  }

  /// What undoes a node.
  mutating func plan(rollback: StepDeclaration, of node: NodeDeclaration, _ shell: ShellChoice) -> PlanStep {
    var (result, found) = having(\.isAfterRun, true) { $0.apart { $0.plan(rollback, shell) } }
    // What it reads of its own node is there when it runs, or `default` stands in for it.
    found.readsResult = found.readsResult || found.nodes.contains { $0.id == node.id }
    found.nodes.removeAll { $0.id == node.id }
    found.append(references)
    references = found
    return result
  }

  mutating func plan(_ step: StepDeclaration, _ shell: ShellChoice) -> PlanStep {
    var result = PlanStep(action: plan(step.action, step.shell ?? shell))
    result.timeout = step.timeout.map { plan($0, key: "timeout") }
    refuseNothing(result.timeout?.literal, step.timeout, key: "timeout")
    result.retry = step.retry.map { plan($0) }
    result.environment = plan(step.environment)
    result.inheritance = step.inheritance.map { plan($0, key: "inherit_env") }
    result.limits = step.limits.map { plan($0) }
    result.workingDirectory = step.workingDirectory.map { plan($0, key: "working_dir") }
    return result
  }
}
