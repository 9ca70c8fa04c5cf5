internal import Planning
internal import Templates
internal import Values

/// Looking at what a node changes, before its first attempt and after its end (design 3.3, `snapshot`).
///
/// A look that fails is recorded and told, and changes nothing for the node.
extension Engine {
  /// Whether the node must not start now, because what it changes is looked at first.
  mutating func looksBefore(_ index: Int, at now: Instant) -> Bool {
    guard plan.nodes[index].precautions?.snapshot != nil, !states[index].hasStarted, snapshots[index] == nil else {
      return false
    }
    guard look(index, .before, at: now) else { return false }
    move(index, to: .running)
    active.insert(index)
    return true
  }

  /// Whether the node has not ended yet, because what it has changed is looked at.
  mutating func looksAfter(_ index: Int, at now: Instant) -> Bool {
    guard states[index].hasStarted, snapshots[index]?.moment == .before, !isAborted,
      look(index, .after, at: now)
    else { return false }
    lookedAt.insert(index)
    return true
  }

  private mutating func look(_ index: Int, _ moment: NodeCapture.Moment, at now: Instant) -> Bool {
    guard let step = plan.nodes[index].precautions?.snapshot else { return false }
    let attempt = states[index].attempt + (moment == .before ? 1 : 0)
    let before = snapshots[index]?.before
    do throws(NodeFailure) {
      let node = plan.nodes[index].performing(step)
      let order = try order(for: node, index, attempt: attempt, step: moment.step)
      guard case .outside(let action) = order else { return false }
      let limit = try step.timeout.map { field throws(NodeFailure) in try timeLimit(field, index) }
      snapshots[index] = Snapshot(moment: moment, attempt: attempt, startedAt: now, action: action, before: before)
      takePlace(for: index)
      addSnapshotTimer(.timeout, index, after: limit ?? PlanStep.lookTimeout, at: now)
      effects.append(.start(node: index, step: moment.step, attempt: attempt, action))
      return true
    } catch {
      var capture = NodeCapture(node: index, moment: moment, attempt: attempt)
      capture.reason = error.reason
      tell(.captured(capture))
      return false
    }
  }

  private mutating func addSnapshotTimer(
    _ kind: TimerQueue.Kind, _ index: Int, after duration: Duration, at now: Instant
  ) {
    timers.insert(TimerQueue.Timer(deadline: now.advanced(by: duration), subject: .snapshot(index), kind: kind))
  }

  /// Acts on a deadline of a look.
  mutating func fireSnapshot(_ kind: TimerQueue.Kind, of index: Int, at now: Instant) {
    if kind == .kill { return effects.append(.end(node: index, .kill)) }
    snapshots[index]?.isTimedOut = true
    endSnapshot(index, .terminate, at: now)
  }

  /// Asks the process of a look to end; false if none is under way.
  @discardableResult
  mutating func endSnapshot(_ index: Int, _ mode: Effect.EndMode, at now: Instant) -> Bool {
    guard snapshots[index]?.isRunning == true else { return false }
    effects.append(.end(node: index, mode))
    if mode != .kill { addSnapshotTimer(.kill, index, after: RunOptions.grace, at: now) }
    return true
  }

  /// Takes in the end of a look; false if something else of the node has ended.
  mutating func endedSnapshot(_ index: Int, _ result: ActionResult, at now: Instant) -> Bool {
    guard let snapshot = snapshots[index], snapshot.isRunning else { return false }
    timers.removeAll(of: .snapshot(index))
    snapshots[index]?.isRunning = false
    leavePlace(of: index)
    let capture = capture(snapshot, of: index, result, at: now)
    tell(.captured(capture))
    switch snapshot.moment {
    case .after:
      lookedAt.remove(index)
      windUp(index, at: now)
    case .before:
      snapshots[index]?.before = capture.content
      if let reason = states[index].interruption {
        complete(index, .cancelled, reason, nil, at: now)
      } else {
        start(index, at: now)
      }
    }
    return true
  }

  private mutating func capture(
    _ snapshot: Snapshot, of index: Int, _ result: ActionResult, at now: Instant
  ) -> NodeCapture {
    var capture = NodeCapture(
      node: index, moment: snapshot.moment, attempt: snapshot.attempt, action: snapshot.action)
    capture.duration = now.duration(since: snapshot.startedAt)
    capture.result = result
    capture.reason = problem(of: snapshot, of: index, result)
    guard capture.reason == nil else { return capture }
    capture.content = result.stdout
    if snapshot.moment == .after, let before = snapshot.before {
      capture.difference = ContentDifference(before, result.stdout)
    }
    return capture
  }

  private mutating func problem(of snapshot: Snapshot, of index: Int, _ result: ActionResult) -> Reason? {
    guard let step = plan.nodes[index].precautions?.snapshot else { return nil }
    if snapshot.isTimedOut { return .timedOut(Self.text(of: step.timeout, otherwise: PlanStep.lookTimeout)) }
    if let problem = problem(in: result, of: step.action, index, attempt: snapshot.attempt) { return problem }
    guard result.isTruncated, case .command(let command) = step.action else { return nil }
    return .outputNotKept(limit: command.captureLimit.literal ?? 0)
  }
}
