internal import Values

/// The stages of each of the three.
extension RolloutArithmetic {
  // MARK: - BlueGreen

  var sideStages: [Stage] {
    let back = wayBack([.undoSwitch, .undoConfirm, .undoCheck])
    return prologue
      + [
        stage(.deploy), stage(.verify), stage(.smoke), stage(.approve, step: 1), stage(.guard),
        Stage(name: "switch", time: time(.switch) + time(.confirm), wayBack: back),
        Stage(name: "soak", time: time(.soak) + time(.approve, step: 0), wayBack: back),
      ].compactMap { $0 } + epilogue
  }

  // MARK: - Canary

  var stepStages: [Stage] {
    let back = wayBack([.undoShift, .undoConfirm, .undoCheck])
    let steps = strategy.weights.indices.map { index in
      Stage(name: "step-\(index + 1)", time: stepTime(index + 1), wayBack: back)
    }
    let promotion = Stage(
      name: "promote", time: time(.promoteGuard) + time(.promote) + time(.promoteConfirm),
      wayBack: wayBackBehindPromotion(of: .promote))
    let soak = Stage(
      name: "soak", time: time(.soak) + time(.approve, step: 0), wayBack: wayBackBehindPromotion(of: .soak))
    return prologue + [stage(.deploy), stage(.verify)].compactMap { $0 } + steps + [promotion, soak] + epilogue
  }

  private func wayBackBehindPromotion(of role: RolloutRole) -> WayBack {
    let isUndone = strategy.rolesBehindPromotion.contains(role)
    if strategy.replacesStable, !isUndone || places(.undoPromote).isEmpty { return .person }
    return wayBack([.undoPromote, .undoShift, .undoConfirm, .undoCheck])
  }

  private func stepTime(_ step: Int) -> TimeRange {
    let watched = TimeRange.together([time(.analyse, step: step), time(.metric, step: step)])
    let hold = strategy.holds[step - 1]
    // It is extended by whole holds where samples are missing.
    let rounds = hold.usual > .zero ? holdLimit(hold) / hold.usual.inSeconds : 1
    let held = TimeRange(fastest: watched.fastest, slowest: watched.slowest.map { $0 * rounds })
    let moved = time(.guard, step: step) + time(.shift, step: step) + time(.confirm, step: step)
    return moved + held + time(.approve, step: step)
  }

  // MARK: - Progressive

  var batchStages: [Stage] {
    let targets = Dictionary(grouping: strategy.targets.indices) { strategy.targets[$0].batch }
    var (stages, back) = ([Stage](), WayBack.takes(once: 0, all: 0))
    for batch in strategy.batches {
      let targets = targets[batch] ?? []
      back = wayBack(of: targets, before: back)
      stages.append(Stage(name: "batch-\(batch)", time: batchTime(batch, targets), wayBack: back))
    }
    let soak = Stage(name: "soak", time: time(.soak) + time(.approve, step: 0), wayBack: back)
    return prologue + stages + [soak] + epilogue
  }

  private func batchTime(_ batch: Int, _ targets: [Int]) -> TimeRange {
    let lines = targets.map { line([.current, .drain, .update, .verify, .restore], $0) }
    let updated = TimeRange.together(lines) * rounds(lines.count)
    return updated + time(.gate, step: batch) + time(.pause, step: batch) + time(.approve, step: batch)
  }

  /// How many rounds so many targets take, where only some may go at once.
  private func rounds(_ count: Int) -> Int { count / width + (count % width == 0 ? 0 : 1) }

  /// How long it takes to revert these targets, and behind them those of the batches before, the newest first.
  private func wayBack(of targets: [Int], before earlier: WayBack) -> WayBack {
    guard strategy.onFailure != .halt, case .takes(let once, let all) = earlier else { return .person }
    let lines = targets.map { line([.revert, .reverify, .revertRestore], $0) }
    let reverted = TimeRange.together(lines) * rounds(lines.count)
    let (own, tried) = (reverted.slowest, tries(of: reverted))
    if strategy.onFailure == .revertBatch { return .takes(once: own, all: tried) }
    return .takes(
      once: once.flatMap { once in own.map { once + $0 } }, all: all.flatMap { all in tried.map { all + $0 } })
  }

  // MARK: - What all have

  private var prologue: [Stage] {
    // A lock of this machine takes no time but that in which it is waited for.
    let lock = places(.heartbeat).isEmpty ? nil : stage(.lock)
    return [lock, stage(.before), stage(.preflight)].compactMap { $0 }
  }

  private var epilogue: [Stage] { [stage(.retire), stage(.after), stage(.unlock)].compactMap { $0 } }

  /// A stage of one role in which nothing has to go back; nothing if it has no nodes.
  private func stage(_ role: RolloutRole, step: Int? = nil) -> Stage? {
    guard !places(role, step: step).isEmpty else { return nil }
    return Stage(name: role.rawValue, time: time(role, step: step), wayBack: .nothing)
  }

  /// What goes back where nodes with these roles do, one after the other.
  private func wayBack(_ roles: [RolloutRole]) -> WayBack {
    if strategy.onFailure == .halt { return .person }
    let once = TimeRange.sum(roles.map { time($0) })
    return .takes(once: once.slowest, all: tries(of: once))
  }

  /// All tries, and the longest waits between them.
  func tries(of once: TimeRange) -> Double? {
    let retries = Double(strategy.timing.undoRetries)
    return once.slowest.map { $0 * (retries + 1) + retries * Self.longestUndoDelay.inSeconds }
  }

  /// The longest wait before going back is tried again (design 8: full jitter from 1 s to 10 s).
  public static let longestUndoDelay = Duration.seconds(10)
}
