internal import Runbooks
internal import Templates
internal import Values

/// The nodes of a canary rollout (design 8).
extension RolloutMaker {
  mutating func makeCanary(by fields: inout FieldPlanner) {
    addAbout(RolloutMember(.before), "before", .weight, poll: observation(.anything), by: &fields)
    addAbout(RolloutMember(.preflight), "preflight", .stableCheck, poll: trial(), by: &fields)
    addAbout(RolloutMember(.deploy), "deploy", .deploy, by: &fields)
    addAbout(RolloutMember(.verify), "verify", .check, poll: healthGate(), by: &fields)
    for step in strategy.weights.indices { makeStep(step + 1, by: &fields) }
    makePromotion(by: &fields)
    addAbout(RolloutMember(.after), "after", .weight, poll: observation(.anything), by: &fields)
    addCapture(values(of: RolloutMember(.capture)), by: &fields)
    makeWayBackOfShift(by: &fields)
  }

  private func values(of member: RolloutMember) -> [RolloutValue: Value] {
    let (percent, step) = strategy.weight(for: member)
    return [.weight: .int(percent), .step: .int(step)]
  }

  /// Adds a node that knows the weight that it is about.
  private mutating func addAbout(
    _ member: RolloutMember, _ id: String, _ key: NodeKey, poll: PlanPoll? = nil, at position: Position = .next,
    by fields: inout FieldPlanner
  ) {
    add(member, id, key, values(of: member), poll: poll, at: position, by: &fields)
  }

  private mutating func makeStep(_ step: Int, by fields: inout FieldPlanner) {
    let (usual, id) = (strategy.holds[step - 1].usual, "step-\(step)/")
    func member(_ role: RolloutRole) -> RolloutMember { RolloutMember(role, step: step) }
    addAbout(member(.guard), id + "guard", .weight, poll: observation(.before), by: &fields)
    addAbout(member(.shift), id + "shift", .shift, by: &fields)
    addAbout(member(.confirm), id + "confirm", .weight, poll: observation(.new), by: &fields)
    if has(.check) {
      addAbout(member(.analyse), id + "analyse", .check, poll: watch(for: usual), by: &fields)
    } else {
      addWait(member(.analyse), id + "analyse", usual, by: &fields)
    }
    addAbout(member(.stable), id + "stable", .stableCheck, poll: watch(for: usual), at: .beside, by: &fields)
    makeMetrics(.metric, .baseline, step, id, poll: metricWatch(for: usual), by: &fields)
    makeQuestion(step, id, by: &fields)
  }

  private mutating func makeMetrics(
    _ role: RolloutRole, _ comparison: RolloutRole, _ step: Int, _ id: String, poll: PlanPoll,
    by fields: inout FieldPlanner
  ) {
    for (number, metric) in declaration.metrics.enumerated() {
      let id = id + strategy.metrics[number].name
      let member = RolloutMember(role, step: step, number: number)
      add(member, id, metric.value, of: .metrics, values(of: member), poll: poll, at: .beside, by: &fields)
      guard let baseline = metric.baseline else { continue }
      let other = RolloutMember(comparison, step: step, number: number)
      add(other, id + "/baseline", baseline, of: .metrics, values(of: other), poll: poll, at: .beside, by: &fields)
    }
  }

  /// A person is asked where the runbook says so, or where nobody can tell.
  private mutating func makeQuestion(_ step: Int, _ id: String, by fields: inout FieldPlanner) {
    guard strategy.approvedSteps.contains(step) || strategy.onUnknown == .approve else { return }
    addQuestion(
      step, id + "approve", "go on after step \(step), at \(strategy.weights[step - 1]) percent?", by: &fields)
    addAbout(
      RolloutMember(.watch, step: step), id + "watch", .check, poll: watch(for: timing.approveTimeout), at: .beside,
      by: &fields)
    makeMetrics(
      .watchMetric, .watchBaseline, step, id + "watch/", poll: metricWatch(for: timing.approveTimeout),
      by: &fields)
  }

  private mutating func makePromotion(by fields: inout FieldPlanner) {
    addAbout(RolloutMember(.promoteGuard), "promote/guard", .weight, poll: observation(.before), by: &fields)
    addAbout(RolloutMember(.promote), "promote", has(.promote) ? .promote : .shift, by: &fields)
    addAbout(RolloutMember(.promoteConfirm), "promote/confirm", .weight, poll: observation(.new), by: &fields)
    addSoak(.weight, values(of: RolloutMember(.soak)), by: &fields)
    addAbout(RolloutMember(.retire), "retire", .retire, by: &fields)
  }

  private mutating func makeWayBackOfShift(by fields: inout FieldPlanner) {
    if strategy.replacesStable {
      let promoting = places(of: [.promote, .promoteConfirm])
      addAbout(RolloutMember(.forwardHold), "forward-hold", .shift, at: .answer(to: promoting), by: &fields)
    }
    let promoted = places(of: strategy.rolesBehindPromotion) + questions(ofSoak: true)
    addAbout(RolloutMember(.undoPromote), "undo-promote", .undoPromote, at: .wayBack(from: promoted), by: &fields)
    let moved = places(of: [.shift, .confirm, .analyse, .metric]) + questions(ofSoak: false)
    // Behind what undoes the promotion it follows that.
    let late = has(.undoPromote) || strategy.replacesStable ? [] : promoted
    addAbout(RolloutMember(.undoShift), "undo-shift", .shift, at: .wayBack(from: moved + late), by: &fields)
    makeWayBackBehindShift(by: &fields)
  }

  private mutating func makeWayBackBehindShift(by fields: inout FieldPlanner) {
    addAbout(
      RolloutMember(.undoConfirm), "undo-confirm", .weight, poll: observation(.old), at: .wayBack(from: []), by: &fields
    )
    addAbout(
      RolloutMember(.undoCheck), "undo-check", .stableCheck, poll: trial(), at: .wayBack(from: []), by: &fields)
    addWait(RolloutMember(.undoDrain), "drain", strategy.drain, at: .wayBack(from: []), by: &fields)
    let before = places(of: [.deploy, .verify])
    addAbout(RolloutMember(.undoDeploy), "undo-deploy", .cleanup, at: .wayBack(from: before), by: &fields)
  }
}
