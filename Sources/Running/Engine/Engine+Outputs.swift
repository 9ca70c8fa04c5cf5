internal import Planning
internal import Templates
internal import Values

/// What nodes and the run give by name (design 3.1, 3.3).
extension Engine {
  /// Evaluates the outputs of a node that has succeeded; returns what is wrong with one of them.
  mutating func evaluateOutputs(of index: Int) -> Reason? {
    let outputs = plan.nodes[index].outputs
    guard !outputs.isEmpty else { return nil }
    var map = ValueMap()
    for output in outputs {
      do throws(NodeFailure) {
        map[output.name] = try evaluate(output.value, for: index)
      } catch {
        return error.reason
      }
    }
    results[index, default: NodeResult()].outputs = map
    return nil
  }

  /// The outputs of the run: those that cannot be evaluated, because their nodes did not run, are left out.
  mutating func outputs(of runbook: Int) -> ValueMap {
    var map = ValueMap()
    for output in plan.runbooks[runbook].settings.outputs {
      if let value = try? evaluate(output.value, for: nil, in: runbook) { map[output.name] = value }
    }
    return map
  }

  private mutating func evaluate(
    _ template: ValueTemplate, for index: Int?, in runbook: Int = 0
  ) throws(NodeFailure) -> Value {
    try evaluate(for: index, in: runbook) { evaluator throws(TemplateFailure) in try template.evaluate(with: &evaluator)
    }
  }
}
