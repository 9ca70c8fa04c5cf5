internal import Planning
internal import Text
internal import Values

/// How long nodes and runs take, in words.
enum TimeText {
  /// How long a node takes; nothing where there is nothing to say.
  static func node(_ time: NodeTime) -> String? {
    let text = range(time.range)
    return text.isEmpty ? nil : "takes \(text)"
  }

  /// How long the whole plan takes, in one line.
  static func total(_ time: RunTime, of plan: Plan) -> String {
    let text = range(time.total)
    var line = "time: " + (text.isEmpty ? (time.unbounded.isEmpty ? "none" : "no limit") : text)
    if !time.unbounded.isEmpty {
      let limit = text.isEmpty ? "" : ", and no limit"
      line += "\(limit), because \(causes(time, of: plan))"
    }
    if let recovery = time.recovery { line += "; rollbacks take at most \(Self.text(recovery, .up)) more" }
    return line
  }

  /// `5s`, `at most 5s`, `5s to 1m`, `at least 5s`; empty if nothing is known, or there is nothing to take time.
  private static func range(_ range: TimeRange) -> String {
    let fastest = text(range.fastest, .down)
    guard let slowest = range.slowest else { return range.fastest > 0 ? "at least \(fastest)" : "" }
    if slowest == 0 { return "" }
    if range.fastest == slowest || slowest > longest { return text(slowest, .up) }
    return (range.fastest > 0 ? "\(fastest) to " : "at most ") + text(slowest, .up)
  }

  /// The longest time that is told, in seconds.
  private static let longest = Double(DurationText.maximumDays) * 86_400

  /// Seconds in words; from ten on whole ones, so rounded that the bound stays one.
  static func text(_ seconds: Double, _ rule: FloatingPointRoundingRule) -> String {
    let rounded = seconds < 10 ? seconds : seconds.rounded(rule)
    return DurationText.seconds(rounded).map { DurationText.format($0) } ?? "more than \(DurationText.maximumDays)d"
  }

  // MARK: - No limit

  /// Causes, and nodes of each, that are named.
  private static let named = 3

  /// Why the run has no limit: nodes with the same cause together.
  private static func causes(_ time: RunTime, of plan: Plan) -> String {
    var groups: [(cause: UnboundedCause, nodes: [Int])] = []
    for index in time.unbounded {
      guard let cause = time.nodes[index].cause else { continue }
      if let position = groups.firstIndex(where: { $0.cause == cause }) {
        groups[position].nodes.append(index)
      } else if groups.count < named {
        groups.append((cause, [index]))
      }
    }
    let told = groups.map { words($0.cause, subject($0.nodes, of: plan), isPlural: $0.nodes.count > 1) }
    let rest = time.unbounded.count - groups.map(\.nodes.count).reduce(0, +)
    return told.joined(separator: ", ") + (rest > 0 ? ", and because of \(rest) more" : "")
  }

  private static func subject(_ nodes: [Int], of plan: Plan) -> String {
    let names = nodes.prefix(named).map { plan.nodes[$0].id }
    if nodes.count > named { return "\(names.joined(separator: ", ")) and \(nodes.count - named) more" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// Why something has no limit.
  static func words(_ cause: UnboundedCause, _ subject: String, isPlural: Bool = false) -> String {
    switch cause {
    case .noTimeout: "\(subject) \(isPlural ? "have" : "has") no timeout"
    case .timeoutOfRun: "how long \(subject) may take is known only during the run"
    case .retryOfRun: "how often \(subject) may be tried is known only during the run"
    case .person: "\(subject) \(isPlural ? "wait" : "waits") for a person"
    case .lock(let name): "\(subject) may wait for \(name.map { "lock " + OutputText.oneLine($0) } ?? "a lock")"
    case .pool(let name): "\(subject) may wait for pool \(OutputText.oneLine(name))"
    case .listOfRun: "what \(subject) \(isPlural ? "are" : "is") done for is known only during the run"
    }
  }
}
