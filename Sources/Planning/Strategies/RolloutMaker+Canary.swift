internal import Runbooks
internal import Templates
internal import Values

/// The nodes of a canary rollout (design 8).
extension RolloutMaker {
  mutating func makeCanary(by fields: inout FieldPlanner) {
    let none = weight(0, step: 0)
    add(RolloutMember(.before), "before", .weight, none, poll: observation(.anything), by: &fields)
    add(RolloutMember(.preflight), "preflight", .stableCheck, none, poll: trial(), by: &fields)
    add(RolloutMember(.deploy), "deploy", .deploy, none, by: &fields)
    add(RolloutMember(.verify), "verify", .check, none, poll: healthGate(), by: &fields)
    for step in strategy.weights.indices { makeStep(step + 1, by: &fields) }
    makePromotion(by: &fields)
    add(RolloutMember(.after), "after", .weight, weight(100), poll: observation(.anything), by: &fields)
    addCapture(none, by: &fields)
    makeWayBackOfShift(by: &fields)
  }

  private func weight(_ percent: Int, step: Int? = nil) -> [RolloutValue: Value] {
    [.weight: .int(percent), .step: .int(step ?? strategy.weights.count + 1)]
  }

  private mutating func makeStep(_ step: Int, by fields: inout FieldPlanner) {
    let values = weight(strategy.weights[step - 1], step: step)
    let (usual, id) = (strategy.holds[step - 1].usual, "step-\(step)/")
    add(RolloutMember(.guard, step: step), id + "guard", .weight, values, poll: observation(.before), by: &fields)
    add(RolloutMember(.shift, step: step), id + "shift", .shift, values, by: &fields)
    add(RolloutMember(.confirm, step: step), id + "confirm", .weight, values, poll: observation(.new), by: &fields)
    if has(.check) {
      add(RolloutMember(.analyse, step: step), id + "analyse", .check, values, poll: watch(for: usual), by: &fields)
    } else {
      addWait(RolloutMember(.analyse, step: step), id + "analyse", usual, by: &fields)
    }
    add(
      RolloutMember(.stable, step: step), id + "stable", .stableCheck, values, poll: watch(for: usual), at: .beside,
      by: &fields)
    makeMetrics(.metric, .baseline, step, id, values, poll: metricWatch(for: usual), by: &fields)
    makeQuestion(step, id, values, by: &fields)
  }

  private mutating func makeMetrics(
    _ role: RolloutRole, _ comparison: RolloutRole, _ step: Int, _ id: String, _ values: [RolloutValue: Value],
    poll: PlanPoll, by fields: inout FieldPlanner
  ) {
    for (number, metric) in declaration.metrics.enumerated() {
      let name = strategy.metrics[number].name
      add(
        RolloutMember(role, step: step, number: number), id + name, metric.value, of: .metrics, values, poll: poll,
        at: .beside, by: &fields)
      guard let baseline = metric.baseline else { continue }
      add(
        RolloutMember(comparison, step: step, number: number), id + name + "/baseline", baseline, of: .metrics, values,
        poll: poll, at: .beside, by: &fields)
    }
  }

  /// A person is asked where the runbook says so, or where nobody can tell.
  private mutating func makeQuestion(
    _ step: Int, _ id: String, _ values: [RolloutValue: Value], by fields: inout FieldPlanner
  ) {
    guard strategy.approvedSteps.contains(step) || strategy.onUnknown == .approve else { return }
    addQuestion(
      step, id + "approve", "go on after step \(step), at \(strategy.weights[step - 1]) percent?", by: &fields)
    add(
      RolloutMember(.watch, step: step), id + "watch", .check, values, poll: watch(for: timing.approveTimeout),
      at: .beside,
      by: &fields)
    makeMetrics(
      .watchMetric, .watchBaseline, step, id + "watch/", values, poll: metricWatch(for: timing.approveTimeout),
      by: &fields)
  }

  private mutating func makePromotion(by fields: inout FieldPlanner) {
    let all = weight(100)
    add(RolloutMember(.promoteGuard), "promote/guard", .weight, all, poll: observation(.before), by: &fields)
    add(RolloutMember(.promote), "promote", has(.promote) ? .promote : .shift, all, by: &fields)
    add(RolloutMember(.promoteConfirm), "promote/confirm", .weight, all, poll: observation(.new), by: &fields)
    addSoak(.weight, all, by: &fields)
    add(RolloutMember(.retire), "retire", .retire, all, by: &fields)
  }

  private mutating func makeWayBackOfShift(by fields: inout FieldPlanner) {
    let none = weight(0, step: 0)
    let promoted = places(of: [.promote, .promoteConfirm])
    if strategy.replacesStable {
      add(RolloutMember(.forwardHold), "forward-hold", .shift, weight(100), at: .answer(to: promoted), by: &fields)
    }
    let soak = places(of: [.soak]) + questions(ofSoak: true)
    let soaking = strategy.replacesStable ? soak : []
    add(RolloutMember(.undoPromote), "undo-promote", .undoPromote, none, at: .wayBack(from: soaking), by: &fields)
    let moved = places(of: [.shift, .confirm, .analyse, .metric]) + questions(ofSoak: false)
    let late = strategy.replacesStable ? [] : promoted + soak
    add(RolloutMember(.undoShift), "undo-shift", .shift, none, at: .wayBack(from: moved + late), by: &fields)
    add(
      RolloutMember(.undoConfirm), "undo-confirm", .weight, none, poll: observation(.old), at: .wayBack(from: []),
      by: &fields)
    add(RolloutMember(.undoCheck), "undo-check", .stableCheck, none, poll: trial(), at: .wayBack(from: []), by: &fields)
    addWait(RolloutMember(.undoDrain), "drain", strategy.drain, at: .wayBack(from: []), by: &fields)
    let before = places(of: [.deploy, .verify])
    add(RolloutMember(.undoDeploy), "undo-deploy", .cleanup, none, at: .wayBack(from: before), by: &fields)
  }
}
