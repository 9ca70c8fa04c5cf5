internal import Runbooks
internal import Values

/// The nodes of a progressive rollout (design 8): batch by batch, and those that revert each target behind them.
extension RolloutMaker {
  mutating func makeProgressive(by fields: inout FieldPlanner) {
    add(RolloutMember(.before), "targets", .targetsFrom, poll: observation(.anything), by: &fields)
    makePreflight(by: &fields)
    for batch in strategy.batches { makeBatch(batch, by: &fields) }
    if timing.soak > .zero { makeSoak(by: &fields) }
    addCapture(by: &fields)
    // Without it nothing goes back.
    for batch in strategy.batches.reversed() where has(.revert) {
      for target in strategy.targets.indices where strategy.targets[target].batch == batch {
        makeWayBack(of: target, by: &fields)
      }
    }
  }

  private mutating func makeSoak(by fields: inout FieldPlanner) {
    makeChecks(.soak, 0, "soak", watch(for: timing.soak), by: &fields)
    guard strategy.onUnknown == .approve else { return }
    addSoakQuestion(by: &fields)
    makeChecks(.watch, 0, "soak/watch", watch(for: timing.approveTimeout), by: &fields)
  }

  private mutating func makePreflight(by fields: inout FieldPlanner) {
    openStage()
    for target in strategy.targets.indices {
      let place = add(
        RolloutMember(.preflight, target: target), "preflight/\(name(target))", .check, values(of: target),
        poll: trial(), at: .behind(nil), by: &fields)
      endLine(place)
    }
  }

  private func name(_ target: Int) -> String { strategy.targets[target].name }

  private func values(of target: Int) -> [RolloutValue: Value] {
    [.target: .string(name(target)), .batch: .int(strategy.targets[target].batch)]
  }

  private mutating func makeBatch(_ batch: Int, by fields: inout FieldPlanner) {
    openStage()
    for target in strategy.targets.indices where strategy.targets[target].batch == batch {
      makeTarget(target, batch, by: &fields)
    }
    let id = "batch-\(batch)/"
    makeChecks(.gate, batch, id + "gate", trial(), by: &fields)
    let isLast = batch == strategy.stepCount
    if !isLast { addWait(RolloutMember(.pause, step: batch), id + "pause", strategy.pause, by: &fields) }
    // Where nobody can tell, a person may be asked after the last one too.
    let asks = strategy.approvedSteps.contains(batch) || strategy.onUnknown == .approve
    let watched = (isLast ? .zero : strategy.pause) + (asks ? timing.approveTimeout : .zero)
    // What is watched goes on beside what it is watched in.
    let question = "go on after batch \(batch) of \(strategy.stepCount)?"
    if asks, isLast { addQuestion(batch, id + "approve", question, by: &fields) }
    if watched > .zero { makeChecks(.watch, batch, id + "watch", watch(for: watched), by: &fields) }
    if asks, !isLast { addQuestion(batch, id + "approve", question, by: &fields) }
  }

  private mutating func makeTarget(_ target: Int, _ batch: Int, by fields: inout FieldPlanner) {
    let id = "batch-\(batch)/\(name(target))/"
    let steps: [(role: RolloutRole, key: NodeKey, poll: PlanPoll?)] = [
      (.current, .current, nil), (.drain, .drain, nil), (.update, .update, nil), (.verify, .check, healthGate()),
      (.restore, .restore, nil),
    ]
    var last: Int?
    for (role, key, poll) in steps {
      let member = RolloutMember(role, step: batch, target: target)
      let place = add(
        member, id + role.rawValue, key, values(of: target), poll: poll, at: .behind(last), by: &fields)
      last = place ?? last
    }
    endLine(last)
  }

  /// A check of the service, or of every target that was updated until then.
  private mutating func makeChecks(
    _ role: RolloutRole, _ batch: Int, _ id: String, _ poll: PlanPoll, by fields: inout FieldPlanner
  ) {
    if has(.gate) {
      add(
        RolloutMember(role, step: batch), id, .gate, [.batch: .int(batch == 0 ? strategy.stepCount : batch)],
        poll: poll,
        at: role == .watch ? .beside : .next, by: &fields)
      return
    }
    if role != .watch, has(.check) { openStage() }
    for target in strategy.targets.indices where batch == 0 || strategy.targets[target].batch <= batch {
      add(
        RolloutMember(role, step: batch, target: target), "\(id)/\(name(target))", .check, values(of: target),
        poll: poll, at: .beside, by: &fields)
    }
    if role == .soak, !has(.check) { addWait(RolloutMember(.soak), id, timing.soak, by: &fields) }
  }

  private mutating func makeWayBack(of target: Int, by fields: inout FieldPlanner) {
    let (id, values) = ("revert/\(name(target))", values(of: target))
    let batch = strategy.targets[target].batch
    func member(_ role: RolloutRole) -> RolloutMember { RolloutMember(role, step: batch, target: target) }
    let changing: [RolloutRole] = [.drain, .update, .verify, .restore]
    let own = (lines[target] ?? []).filter { changing.contains(strategy.members[$0].role) }
    let reverted = add(member(.revert), id, .revert, values, at: .answer(to: own), by: &fields)
    let checked = add(
      member(.reverify), id + "/verify", .check, values, poll: healthGate(), at: .behind(reverted), by: &fields)
    add(member(.revertRestore), id + "/restore", .restore, values, at: .behind(checked ?? reverted), by: &fields)
  }
}
