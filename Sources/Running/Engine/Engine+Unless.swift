internal import Planning
internal import Templates
internal import Values

/// Asking, before a node runs, whether anything is to be done (design 3.3, `unless`).
extension Engine {
  /// Whether the node must not run now: because it is asked first, or because everything is so already.
  mutating func asksUnless(_ index: Int, at now: Instant) throws(NodeFailure) -> Bool {
    guard let unless = plan.nodes[index].unless, !states[index].hasStarted, !states[index].isNeeded else {
      return false
    }
    switch unless {
    case .expression(let condition):
      guard try holds(condition, index) else { return false }
      complete(index, .unchanged, .alreadySo(condition.text), nil, at: now)
    case .command(let action):
      let node = plan.nodes[index].asking(by: action)
      let order = try order(for: node, index, attempt: 1, step: .unless)
      guard case .outside(let action) = order else { return false }
      states[index].isAsking = true
      states[index].status = .running
      active.insert(index)
      takePlace(for: index)
      effects.append(.start(node: index, step: .unless, attempt: 1, action))
    }
    return true
  }

  /// Takes in the answer of the command: exit 0 means that nothing is to be done.
  mutating func endUnless(_ index: Int, _ result: ActionResult, at now: Instant) {
    states[index].isAsking = false
    if case .exited(0) = result.ending {
      return complete(index, .unchanged, .alreadySo(plan.nodes[index].unless?.summary ?? ""), nil, at: now)
    }
    if let reason = cancellation(of: index, afterProblem: true) {
      return complete(index, .cancelled, reason, result, at: now)
    }
    if case .couldNotStart(let message) = result.ending {
      return complete(index, .failed, .couldNotStart(message), result, at: now)
    }
    states[index].isNeeded = true
    leavePlace(of: index)
    start(index, at: now)
  }
}
