internal import Planning
internal import Running

/// What the events of a rehearsal tell of its nodes.
extension RehearsalRun.Outcome {
  /// The nodes that ran, and what undid them, by id, in the order in which they first did.
  var started: [String] {
    var seen: Set<String> = []
    return events.compactMap { _, event -> String? in
      let id: String? =
        switch event {
        case .started(let node, _, _): plan.nodes[node].id
        // A question before or after what a node does is not what it does.
        case .approvalRequested(let request) where request.moment == nil: plan.nodes[request.node].id
        case .rollbackStarted(let node, _, _): plan.nodes[node].id + "!rollback"
        default: nil
        }
      return id.flatMap { seen.insert($0).inserted ? $0 : nil }
    }
  }

  /// How nodes ended, by index.
  var finishes: [Int: NodeFinish] {
    var result: [Int: NodeFinish] = [:]
    for case (_, .finished(let finish)) in events { result[finish.node] = finish }
    return result
  }

  /// Why nodes ended as they did, by index.
  var reasons: [Int: Reason] {
    var result: [Int: Reason] = [:]
    for (_, event) in events {
      switch event {
      case .finished(let finish): result[finish.node] = finish.reason
      case .passedOver(let node, _, let reason): result[node] = reason
      default: break
      }
    }
    return result
  }

  /// How a node ended, in the words that `expect.status` takes: of a rollout its own word first.
  func words(for index: Int) -> [String] {
    let status = statuses[index].rawValue
    let ends = events.compactMap { _, event -> String? in
      if case .rolloutMoved(index, let move) = event, move.to.hasEnded { move.to.rawValue } else { nil }
    }
    return (ends.last.map { [$0] } ?? []) + [status]
  }
}
