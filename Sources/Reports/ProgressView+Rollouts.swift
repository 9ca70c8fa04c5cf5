internal import Planning
internal import Running
internal import Text
internal import Values

/// How rollouts go on.
extension ProgressView {
  mutating func tell(_ move: RolloutMove, of node: Int, _ lines: inout [String]) {
    story.hear(move, of: node)
    let isBad = move.to.isRecovery || move.to.hasEnded && move.to != .succeeded
    // Something always follows at once on these.
    if move.to == .ready || options.isQuiet && !isBad { return }
    let cause = move.why.map { ": " + $0 } ?? ""
    let to = options.style.paint(move.to.words, isBad ? .warning : .faint)
    lines.append("→ \(label(node)): \(to)\(detail(of: move, node))\(cause)")
  }

  /// What a phase is about: how much traffic, where to, which of several steps.
  private func detail(of move: RolloutMove, _ node: Int) -> String {
    guard case .strategy(let strategy) = plan.nodes[node].action else { return "" }
    switch (move.to, strategy.kind) {
    case (.undoSwitch, _): return move.old.map { ", back to \(OutputText.oneLine($0))" } ?? ""
    case (.undoShift, _): return ", back to 0%"
    case (.switching, _):
      return move.old.flatMap { old in strategy.colors.first { $0 != old } }.map { " to \($0)" } ?? ""
    case (.soaking, _): return " for \(DurationText.format(strategy.timing.soak))"
    case (.promoting, .canary): return " to 100%"
    case (.shifting, .canary), (.confirming, .canary), (.analysing, .canary), (.waiting, .canary):
      return step(move.step, of: strategy)
    case (.batch, .progressive), (.gate, .progressive), (.pause, .progressive), (.waiting, .progressive):
      return batch(move.step, of: strategy, isBatch: move.to == .batch)
    default: return ""
    }
  }

  private func step(_ step: Int, of strategy: PlanStrategy) -> String {
    " at \(strategy.weight(after: step))% (step \(step) of \(strategy.stepCount))"
  }

  private func batch(_ step: Int, of strategy: PlanStrategy, isBatch: Bool) -> String {
    let place = " \(step) of \(strategy.stepCount)"
    if !isBatch { return " after batch" + place }
    let names = strategy.targets.filter { $0.batch == step }.map(\.name)
    return place + ": " + OutputText.shortened(names.joined(separator: ", "))
  }

  func overridden(_ override: WindowOverride, of node: Int) -> String {
    let words = OutputText.oneLine("\(override.by) begins it all the same: \(override.reason)")
    return options.style.paint("warning:", .warning)
      + " \(label(node)) is outside of its window (\(override.window)); \(words)"
  }

  /// A lock that was taken over from a run that has died.
  func stolen(_ lock: BrokenReservation) -> String {
    let words = lock.holder.map { "run \($0.run) of \($0.user)@\($0.host), which has died and left nothing open" }
    let text = OutputText.oneLine("lock `\(lock.lock)` is taken over from \(words ?? "a run that has died")")
    return "\(options.style.paint("warning:", .warning)) \(text)"
  }

  /// Locks that stay with the run after it.
  func kept(_ claim: LockClaim, _ cause: ReservationCause) -> [String] {
    claim.locks.map { name in
      let words = OutputText.oneLine("lock `\(name)` stays reserved for this run: \(cause.text)")
      return "\(options.style.paint("!", .warning)) \(words); pyflow lock break \(ShellWord.quoted(name)) frees it"
    }
  }

  func requested(_ wish: RolloutEvent, of node: Int, by person: String, _ isHeeded: Bool) -> String {
    let words = wish == .promote ? "skip its further steps" : "go back"
    let answer = isHeeded ? "" : ", which it cannot now"
    return options.style.paint(
      "\(OutputText.oneLine(person)) wants \(plan.nodes[node].id) to \(words)\(answer)", .warning)
  }
}
