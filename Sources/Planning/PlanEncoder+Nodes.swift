internal import Runbooks
internal import Templates
public import Values

/// Nodes in a plan's JSON.
extension PlanEncoder {
  /// Writes one node as an object.
  public func encodeNode(_ index: Int, to stream: inout JSONStream) {
    encode(plan.nodes[index], to: &stream)
  }

  func encode(_ node: PlanNode, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("id", node.id)
      stream.member("type", node.kind)
      encode(node.instance, to: &stream)
      encode(node.name, "name", to: &stream)
      encode(node.description, "description", to: &stream)
      if !node.tags.isEmpty { encode(node.tags, "tags", to: &stream) }
      encodeEdges(node, to: &stream)
      if let when = node.when { stream.member("when", when.text) }
      encode(node.skip, "skip", to: &stream)
      encode(node.critical, "critical", to: &stream)
      encode(node.writtenAllowFailure, "allow_failure", to: &stream)
      encode(node.timeout, "timeout", to: &stream)
      encode(node.retry, to: &stream)
      encode(node.breaker, to: &stream)
      encode(node.poll, to: &stream)
      if node.isIdempotent.literal != false { encode(node.isIdempotent, "idempotent", to: &stream) }
      if node.statesPriority { stream.member("priority", node.priority) }
      encode(node.shares.map { (plan.settings.pools[$0.pool].name, $0.amount) }, "pool", to: &stream)
      if !node.locks.isEmpty { encode(node.locks, "lock", to: &stream) }
      if !node.channels.isEmpty { stream.strings("notify", node.channels) }
      encode(node.environment, to: &stream)
      if !node.secrets.isEmpty { stream.strings("secrets", node.secrets) }
      encode(node.limits, to: &stream)
      encode(node.inheritance, "inherit_env", to: &stream)
      encode(node.workingDirectory, "working_dir", to: &stream)
      encode(node.action, to: &stream)
      encode(node.rollback, "rollback", onlyAfterSuccess: node.isUndoneOnlyAfterSuccess, to: &stream)
      encode(node.unless, to: &stream)
      encode(node.prompts?.before, "prompt_before", to: &stream)
      encode(node.prompts?.after, "prompt_after", to: &stream)
      encode(node.precautions, to: &stream)
      encode(node.outputs, "outputs", to: &stream)
    }
  }

  private func encode(_ instance: PlanInstance?, to stream: inout JSONStream) {
    guard let instance else { return }
    stream.member("group", plan.nodes[instance.group].id)
    stream.member("index", instance.number)
    for entry in instance.values { stream.member(entry.name, value: entry.value) }
  }

  private func encodeEdges(_ node: PlanNode, to stream: inout JSONStream) {
    let dependencies = node.entries.filter { $0.origin != .reading && $0.origin != .instance }
    encode(dependencies, "depends_on", to: &stream)
    encode(node.entries.filter { $0.origin == .reading }, "reads", to: &stream)
    if !node.waits.isEmpty { stream.strings("waits_for", node.waits.map { plan.nodes[$0].id }) }
    if node.neededConditions > 1 { stream.member("join", node.neededConditions) }
    if node.isHandler { stream.member("handler", true) }
    if node.isEndNode { stream.member("at_end", true) }
    if node.isLeftOut { stream.member("left_out", true) }
    if let reused = node.reused { stream.member("reuse", reused.run) }
  }

  private func encode(_ entries: [PlanEntry], _ key: String, to stream: inout JSONStream) {
    if !entries.isEmpty { stream.strings(key, entries.map { plan.text(of: $0) }) }
  }

  private func encode(_ unless: PlanUnless?, to stream: inout JSONStream) {
    switch unless {
    case .command(let action): stream.object("unless") { encode(action, to: &$0) }
    case .expression(let condition): stream.member("unless", condition.text)
    case nil: break
    }
  }

  private func encode(_ precautions: PlanPrecautions?, to stream: inout JSONStream) {
    guard let precautions else { return }
    if precautions.isIrreversible?.literal != false { encode(precautions.isIrreversible, "irreversible", to: &stream) }
    if precautions.isPivot?.literal != false { encode(precautions.isPivot, "pivot", to: &stream) }
    encode(precautions.snapshot, "snapshot", to: &stream)
    encode(precautions.confirm, "confirm", to: &stream)
  }

  private func encode(
    _ step: PlanStep?, _ key: String, onlyAfterSuccess: Bool = false, to stream: inout JSONStream
  ) {
    encode(step, key, to: &stream) { step, stream in
      if onlyAfterSuccess { stream.member("on", "success") }
      encode(step.timeout, "timeout", to: &stream)
      encode(step.retry, to: &stream)
      encode(step.environment, to: &stream)
      encode(step.limits, to: &stream)
      encode(step.inheritance, "inherit_env", to: &stream)
      encode(step.workingDirectory, "working_dir", to: &stream)
      encode(step.action, to: &stream)
    }
  }
}
