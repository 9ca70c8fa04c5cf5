internal import Planning
internal import Text
internal import Values

/// The arithmetic of a rollout in words: how long, how soon back, how much exposed (design 8).
struct RolloutTimeText {
  private let strategy: PlanStrategy
  private let arithmetic: RolloutArithmetic

  init(_ strategy: PlanStrategy, _ arithmetic: RolloutArithmetic) {
    self.strategy = strategy
    self.arithmetic = arithmetic
  }

  var lines: [String] {
    var lines = ["success in \(bounds(arithmetic.success))\(longest)"]
    if !strategy.hasNoChecks { lines.append(notice) }
    lines += waysBack
    if let exposure = arithmetic.exposure, exposure.usual > 0 { lines.append(text(of: exposure)) }
    return lines
  }

  /// `≥ 11m10s, ≤ 1h22m`.
  private func bounds(_ range: TimeRange) -> String {
    let slowest = range.slowest.map { ", ≤ " + TimeText.text($0, .up) } ?? ", no limit known"
    return "≥ " + TimeText.text(range.fastest, .down) + slowest
  }

  private var longest: String {
    arithmetic.longest.map { "; it has ended, however it ends, within \(TimeText.text($0, .up))" } ?? ""
  }

  private var notice: String {
    let failures = strategy.timing.failLimit + 1
    let samples = failures == 1 ? "1 failed sample" : "\(failures) failed samples"
    let time = "\(bounds(arithmetic.notice)) after the first"
    return "while it is watched, \(samples) fail it: \(time)" + (failures == 1 ? "" : ", if they follow each other")
  }

  // MARK: - Back to safety

  /// Stages that take as long to go back from, together.
  private var waysBack: [String] {
    var groups: [(first: String, last: String, wayBack: RolloutArithmetic.WayBack)] = []
    for stage in arithmetic.stages {
      if let last = groups.last, last.wayBack == stage.wayBack {
        groups[groups.count - 1].last = stage.name
      } else {
        groups.append((stage.name, stage.name, stage.wayBack))
      }
    }
    return groups.compactMap { group in
      words(for: group.wayBack).map { text in
        let stages = group.first == group.last ? group.first : "\(group.first) to \(group.last)"
        return "back to safety from \(stages): \(text)"
      }
    }
  }

  private func words(for wayBack: RolloutArithmetic.WayBack) -> String? {
    switch wayBack {
    case .nothing: return nil
    case .person: return "a person decides"
    case .takes(let once, let all):
      guard let once, let all else { return "no limit known" }
      let tries = strategy.timing.undoRetries + 1
      let rest = tries == 1 ? "" : ", ≤ \(TimeText.text(all, .up)) if all \(tries) tries are needed"
      return "≤ \(TimeText.text(once, .up))\(rest)"
    }
  }

  // MARK: - Exposure

  private func text(of exposure: RolloutArithmetic.Exposure) -> String {
    let most = exposure.most.map { ", ≤ \(minutes($0)) where everything takes as long as it may" } ?? ""
    let end = strategy.kind == .canary ? "promote" : "the last batch"
    return "exposure \(minutes(exposure.usual)) traffic-minutes before \(end)\(most)"
  }

  /// Minutes with at most two digits behind the point.
  private func minutes(_ seconds: Double) -> String {
    let hundredths = Int((min(seconds, 1e12) / 60 * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return String(whole) }
    return "\(whole)." + (rest % 10 == 0 ? String(rest / 10) : (rest < 10 ? "0\(rest)" : String(rest)))
  }
}
