internal import Runbooks
internal import Templates
internal import Values

/// Nested runbooks in a plan's JSON.
extension PlanEncoder {
  /// Writes what holds for the nodes of each nested runbook, under the id of the node that runs it.
  func encodeNested(to stream: inout JSONStream) {
    guard plan.runbooks.count > 1 else { return }
    stream.array("nested", plan.runbooks.dropFirst()) { runbook, stream in
      stream.object { stream in
        if let owner = runbook.owner { stream.member("node", plan.nodes[owner].id) }
        stream.member("title", runbook.settings.title.map { PlanAction.text($0) } ?? "")
        if !runbook.folder.isEmpty { stream.member("folder", runbook.folder) }
        encode(runbook, to: &stream)
      }
    }
  }

  /// Writes what a node runs, and what that is given.
  func encode(_ call: PlanRunbookCall, to stream: inout JSONStream) {
    stream.member("runbook", call.path)
    encode(call.arguments.map { ($0.name, $0.value) }, "variables", to: &stream)
  }
}
