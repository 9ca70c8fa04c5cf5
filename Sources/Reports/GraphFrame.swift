internal import Planning

/// Nodes that stand together in a drawing: those of a rollout in a frame, which stand behind each other in a plan.
struct GraphFrame {
  /// The node that is the rollout; nothing for nodes of none.
  let rollout: Int?
  private(set) var nodes: [Int]

  /// The frames of a plan, in its order.
  static func frames(of plan: Plan) -> [GraphFrame] {
    var frames: [GraphFrame] = []
    for (index, node) in plan.nodes.enumerated() {
      let runbook = plan.runbooks[node.runbook]
      let rollout = runbook.isRollout ? runbook.owner : nil
      if let last = frames.indices.last, frames[last].rollout == rollout {
        frames[last].nodes.append(index)
      } else {
        frames.append(GraphFrame(rollout: rollout, nodes: [index]))
      }
    }
    return frames
  }

  /// What stands above the frame of a rollout.
  static func title(_ rollout: Int, _ plan: Plan) -> String {
    "\(plan.nodes[rollout].title): \(plan.nodes[rollout].summary)"
  }
}
