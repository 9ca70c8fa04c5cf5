internal import Planning
internal import Templates
internal import Values

/// What nodes and the run give by name (design 3.1, 3.3).
extension Engine {
  /// Evaluates the outputs of a node that has succeeded; returns what is wrong with one of them.
  mutating func evaluateOutputs(of index: Int) -> Reason? {
    let outputs = plan.nodes[index].outputs
    guard !outputs.isEmpty else { return nil }
    var map = results[index]?.outputs ?? ValueMap()
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

  /// What a node leaves for others, to be recorded; nothing if nobody reads it.
  func keptResult(of index: Int) -> KeptResult? {
    guard let result = results[index] else { return nil }
    func text(_ bytes: [UInt8]) -> String? { bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
    let stdout = text(result.stdout) ?? (result.exitCode == nil ? nil : "")
    let kept = KeptResult(stdout: stdout, stderr: text(result.stderr), outputs: result.outputs, headers: result.headers)
    return kept == KeptResult() ? nil : kept
  }

  /// Takes over what a node that is left out gave in an earlier run.
  mutating func reuse(_ reused: ReusedResult, of index: Int) {
    var result = NodeResult()
    result.exitCode = reused.exitCode ?? reused.httpStatus
    result.httpStatus = reused.httpStatus
    result.stdout = Array((reused.stdout ?? "").utf8)
    result.stderr = Array((reused.stderr ?? "").utf8)
    result.outputs = reused.outputs
    result.headers = reused.headers
    result.masked = reused.masked
    result.duration = reused.duration
    result.startedAt = reused.startedAt
    if case .command(let command) = plan.nodes[index].action, let parse = command.parse, parse != .none {
      result.parsed = try? OutputParser.parse(result.stdout, as: parse).get()
    }
    results[index] = result
    states[index].attempt = reused.attempts
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
