internal import Running
internal import Values

extension PastRollout {
  /// Where a rollout stands after the record of a transition.
  init?(_ record: AuditRecord, after before: PastRollout?) {
    guard let phase = record[.phase]?.string.flatMap({ RolloutPhase(rawValue: $0) }),
      let from = record[.from]?.string.flatMap({ RolloutPhase(rawValue: $0) })
    else { return nil }
    // Waiting for the lock changes nothing about what was left open before.
    if phase == .start, let before {
      self = before
      return
    }
    // What begins anew has nothing to do with what was before.
    let before = from == .start ? nil : before
    let hasMoved = from == .switching || from == .shifting
    self.init(
      phase: phase, from: from == .orphaned ? phase : from, step: record[.step]?.int ?? 0,
      old: record[.old]?.string ?? before?.old,
      lastResultWasGood: hasMoved
        ? record[.trigger]?.string == RolloutEvent.ok.rawValue : before?.lastResultWasGood ?? true)
    isEnding = hasRolledOut
    hasPromoted = phase == .promoting || before?.hasPromoted ?? false
  }
}
