internal import Runbooks
internal import Values

/// The nodes of a blue-green rollout (design 8).
extension RolloutMaker {
  mutating func makeBlueGreen(by fields: inout FieldPlanner) {
    add(RolloutMember(.before), "before", .active, poll: observation(.anything), by: &fields)
    add(RolloutMember(.preflight), "preflight", .check, poll: trial(), by: &fields)
    add(RolloutMember(.deploy), "deploy", .deploy, by: &fields)
    add(RolloutMember(.verify), "verify", .check, poll: healthGate(), by: &fields)
    add(RolloutMember(.smoke), "smoke", .smoke, by: &fields)
    addSwitchQuestion(by: &fields)
    add(RolloutMember(.guard), "guard", .active, poll: observation(.old), by: &fields)
    add(RolloutMember(.switch), "switch", .switch, by: &fields)
    add(RolloutMember(.confirm), "confirm", .active, poll: observation(.new), by: &fields)
    addSoak(.active, by: &fields)
    add(RolloutMember(.retire), "retire", .retire, by: &fields)
    add(RolloutMember(.after), "after", .active, poll: observation(.anything), by: &fields)
    addCapture(by: &fields)
    makeWayBackOfSwitch(by: &fields)
  }

  /// What a person is asked before the switch, while the check goes on.
  private mutating func addSwitchQuestion(by fields: inout FieldPlanner) {
    if strategy.approvedSteps.isEmpty { return }
    addQuestion(1, "approve", "point the traffic at the new side?", by: &fields)
    add(
      RolloutMember(.watch, step: 1), "watch", .check, poll: watch(for: timing.approveTimeout), at: .beside, by: &fields
    )
  }

  private mutating func makeWayBackOfSwitch(by fields: inout FieldPlanner) {
    let moved = places(of: [.switch, .confirm, .soak]) + questions(ofSoak: true)
    add(RolloutMember(.undoSwitch), "undo-switch", .switch, at: .wayBack(from: moved), by: &fields)
    add(
      RolloutMember(.undoConfirm), "undo-confirm", .active, poll: observation(.old), at: .wayBack(from: []), by: &fields
    )
    add(RolloutMember(.undoCheck), "undo-check", .check, poll: trial(), at: .wayBack(from: []), by: &fields)
    let before = places(of: [.deploy, .verify, .smoke]) + questions(ofSoak: false)
    add(RolloutMember(.undoDeploy), "undo-deploy", .cleanup, at: .wayBack(from: before), by: &fields)
  }

  /// The time in which going back costs nothing: the check goes on, and whoever else moves the traffic is noticed.
  mutating func addSoak(_ observer: NodeKey, _ values: [RolloutValue: Value] = [:], by fields: inout FieldPlanner) {
    guard timing.soak > .zero else { return }
    if has(.check) {
      add(RolloutMember(.soak), "soak", .check, values, poll: watch(for: timing.soak), by: &fields)
    } else {
      addWait(RolloutMember(.soak), "soak", timing.soak, by: &fields)
    }
    add(RolloutMember(.drift), "drift", observer, values, poll: driftWatch(for: timing.soak), at: .beside, by: &fields)
    guard strategy.onUnknown == .approve else { return }
    addSoakQuestion(by: &fields)
    add(
      RolloutMember(.watch), "soak/watch", .check, values, poll: watch(for: timing.approveTimeout), at: .beside,
      by: &fields)
  }

  /// What a person is asked where nobody can tell how the new version is.
  mutating func addSoakQuestion(by fields: inout FieldPlanner) {
    addQuestion(0, "soak/approve", "nobody can tell how the new version is; keep it?", by: &fields)
  }

  /// What is kept for people when a check has failed.
  mutating func addCapture(_ values: [RolloutValue: Value] = [:], by fields: inout FieldPlanner) {
    let checks = places(of: [.verify, .smoke, .analyse, .metric, .gate, .soak])
    add(RolloutMember(.capture), "capture", .onFailCapture, values, at: .answer(to: checks), by: &fields)
  }
}
