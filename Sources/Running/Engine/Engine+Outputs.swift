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
      var evaluator = TemplateEvaluator(scope: scope(of: index))
      do throws(TemplateFailure) {
        map[output.name] = try output.value.evaluate(with: &evaluator)
      } catch {
        return reason(for: error)
      }
    }
    results[index, default: NodeResult()].outputs = map
    return nil
  }

  /// The outputs of the run: those that cannot be evaluated, because their nodes did not run, are left out.
  func runOutputs() -> ValueMap {
    var map = ValueMap()
    for output in plan.settings.outputs {
      var evaluator = TemplateEvaluator(scope: scope(of: nil))
      if let value = try? output.value.evaluate(with: &evaluator) { map[output.name] = value }
    }
    return map
  }
}
