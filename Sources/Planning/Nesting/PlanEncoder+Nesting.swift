internal import Runbooks
internal import Templates
internal import Values

/// Nested runbooks in a plan's JSON.
extension PlanEncoder {
  /// Writes what holds for the nodes of each nested runbook, under the id of the node that runs it.
  func encodeNested(to stream: inout JSONStream) {
    guard plan.runbooks.count > 1 else { return }
    stream.key("nested")
    stream.beginArray()
    for runbook in plan.runbooks.dropFirst() {
      stream.beginObject()
      if let owner = runbook.owner { stream.member("node", plan.nodes[owner].id) }
      stream.member("title", runbook.settings.title.map { PlanAction.text($0) } ?? "")
      if !runbook.folder.isEmpty { stream.member("folder", runbook.folder) }
      encode(runbook, to: &stream)
      stream.endObject()
    }
    stream.endArray()
  }

  /// Writes what a node runs, and what that is given.
  func encode(_ call: PlanRunbookCall, to stream: inout JSONStream) {
    stream.member("runbook", call.path)
    guard !call.arguments.isEmpty else { return }
    stream.key("variables")
    stream.beginObject()
    for argument in call.arguments {
      stream.key(argument.name)
      encode(argument.value, to: &stream)
    }
    stream.endObject()
  }
}
