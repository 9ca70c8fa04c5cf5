internal import Planning
internal import Running
internal import Text

/// The last lines of a run.
enum RunSummary {
  static func lines(
    _ finish: RunFinish, plan: Plan, takesYes: Bool, run: String, auditPath: String, options: ProgressOptions
  ) -> [String] {
    ending(finish, takesYes: takesYes, run: run, auditPath: auditPath, options: options) + wayOn(finish, plan)
      + reservation(finish, plan)
  }

  /// What is said of locks that stay reserved for the run.
  private static func reservation(_ finish: RunFinish, _ plan: Plan) -> [String] {
    guard let cause = finish.reservation else { return [] }
    let names = plan.settings.locks.map { OutputText.oneLine($0) }
    let locks = "lock\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    return [
      "  reserved for this run, because \(cause.text): \(locks)",
      "  others are refused until: pyflow lock break \(names.joined(separator: " "))",
    ]
  }

  private static func ending(
    _ finish: RunFinish, takesYes: Bool, run: String, auditPath: String, options: ProgressOptions
  ) -> [String] {
    let duration = ProgressView.text(finish.duration)
    let counts = counts(finish)
    let hasFailed = finish.cause != nil || finish.reason != nil || finish.signal != nil
    switch finish.status {
    case .succeeded:
      if options.isQuiet { return [] }
      return ["\(options.style.paint("succeeded", .success)) in \(duration): \(counts)", trail(run, auditPath)]
    case .rolledBack:
      return [
        hasFailed
          ? "\(options.style.paint("failed, and rolled back", .error)) in \(duration): \(counts)"
          : "\(options.style.paint("rolled back", .success)) in \(duration): \(finish.undone.count) undone",
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
        "  nothing further was started, and nothing was undone: a person must look first",
        trail(run, auditPath),
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
        "  run it at a terminal to answer" + (takesYes ? ", with --yes" : "")
          + ", or with --wait-approval 1h to let others",
        trail(run, auditPath),
      ]
    }
  }

  /// The command that goes on where a run was halted.
  private static func wayOn(_ finish: RunFinish, _ plan: Plan) -> [String] {
    guard let node = finish.haltedAt else { return [] }
    let file = OutputText.oneLine(plan.source.name)
    return ["  if all is well, go on with: pyflow run \(file) --from \(OutputText.oneLine(plan.nodes[node].id))"]
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
