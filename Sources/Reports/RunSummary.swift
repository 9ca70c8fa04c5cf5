internal import Planning
internal import Running
internal import Text

/// The last lines of a run.
enum RunSummary {
  static func lines(
    _ finish: RunFinish, plan: Plan, waiting: [Int], run: String, auditPath: String, options: ProgressOptions
  ) -> [String] {
    let duration = ProgressView.text(finish.duration)
    let counts = counts(finish)
    let hasFailed = finish.cause != nil || finish.reason != nil || finish.signal != nil
    func answersYes(_ node: Int) -> Bool { plan.nodes[node].precautions?.isIrreversible == nil }
    switch finish.status {
    case .succeeded:
      if options.isQuiet { return [] }
      return ["\(options.style.paint("succeeded", .success)) in \(duration): \(counts)", trail(run, auditPath)]
    case .rolledBack:
      return [
        "\(options.style.paint("failed, and rolled back", .error)) in \(duration): \(counts)",
        trail(run, auditPath),
      ]
    case .rollbackFailed:
      return [
        "\(options.style.paint((hasFailed ? "failed, and " : "") + "not everything was rolled back", .error)) in \(duration): \(counts)",
        trail(run, auditPath),
      ]
    case .halted:
      return [
        "\(options.style.paint("halted", .error)) after \(duration): \(counts)",
        "  nothing further was started, and nothing was undone: a person must look first", trail(run, auditPath),
      ]
    case .failed: return ["\(options.style.paint("failed", .error)) in \(duration): \(counts)", trail(run, auditPath)]
    case .cancelled:
      let signal = finish.signal.map { " by \($0.rawValue)" } ?? ""
      return [
        "\(options.style.paint("cancelled", .warning))\(signal) after \(duration): \(counts)", trail(run, auditPath),
      ]
    case .waiting:
      return [
        "\(options.style.paint("waiting", .warning)) for approval: \(counts)",
        "  run it at a terminal to answer" + (waiting.allSatisfy(answersYes) ? ", or with --yes to approve" : ""),
        trail(run, auditPath),
      ]
    }
  }

  private static func trail(_ run: String, _ auditPath: String) -> String {
    "  run \(run) · \(OutputText.oneLine(auditPath))"
  }

  private static func counts(_ finish: RunFinish) -> String {
    let order: [NodeStatus] = [
      .succeeded, .unchanged, .failed, .cancelled, .waiting, .skipped, .blocked, .ready, .pending,
    ]
    let parts = order.compactMap { status in
      finish.counts[status].map { "\($0) \(status.rawValue)" }
    }
    return parts.isEmpty ? "no nodes" : parts.joined(separator: ", ")
  }
}
