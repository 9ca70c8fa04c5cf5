internal import Audit
internal import Effects
internal import Running

/// What a run asks about another one that has died with a lock that it wants (design 8, rows P5 and P6).
extension RunSession {
  /// Whether the records of a run say that no rollout of it is between the old version and the new one; a run of which
  /// nothing can be read may have left anything.
  static func leftNothingOpen(_ holder: LockHolder) -> Bool {
    var history = HistoryReader()
    guard (try? FileReader.readLines(holder.audit) { history.add($0) }) != nil,
      let run = history.runs.first(where: { $0.id == holder.run })
    else { return false }
    return run.openRollouts.isEmpty && run.nodes.allSatisfy { $0.rollout?.phase != .halted }
  }
}
