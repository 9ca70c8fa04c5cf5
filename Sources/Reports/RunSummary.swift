internal import Planning
internal import Running
internal import Text
internal import Values

/// The last lines of a run.
enum RunSummary {
  static func lines(
    _ finish: RunFinish, plan: Plan, takesYes: Bool, run: String, auditPath: String, options: ProgressOptions
  ) -> [String] {
    ending(finish, run: run, auditPath: auditPath, options: options)
      + wayOn(finish, takesYes: takesYes, RunArguments(file: plan.source.name, run: run, auditPath: auditPath))
      + reservation(finish, plan)
  }

  /// What is said of locks that stay reserved for the run.
  private static func reservation(_ finish: RunFinish, _ plan: Plan) -> [String] {
    guard let cause = finish.reservation else { return [] }
    let names = plan.settings.locks.map { OutputText.oneLine($0) }
    let locks = "lock\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    return [
      "  reserved for this run, because \(cause.text): \(locks)",
      "  others are refused until it has ended for good, or: pyflow lock break \(names.joined(separator: " "))",
    ]
  }

  private static func ending(
    _ finish: RunFinish, run: String, auditPath: String, options: ProgressOptions
  ) -> [String] {
    let duration = ProgressView.text(finish.duration)
    let counts = counts(finish)
    let hasFailed = hasFailed(finish)
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
    case .halted where finish.haltedAt == nil && finish.reason != nil:
      let reason = finish.reason.map { OutputText.oneLine($0.message) } ?? ""
      return [
        "\(options.style.paint("halted", .warning)) after \(duration), \(reason): \(counts)", trail(run, auditPath),
      ]
    case .halted:
      return [
        "\(options.style.paint("halted", .error)) after \(duration): \(counts)",
        "  nothing further was started, and nothing was undone: a person must look first",
        trail(run, auditPath),
      ]
    case .refused:
      return [
        "\(options.style.paint("refused", .error)) after \(duration), and nothing was changed: \(counts)",
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
        trail(run, auditPath),
      ]
    }
  }

  private static func hasFailed(_ finish: RunFinish) -> Bool {
    finish.cause != nil || finish.reason != nil || finish.signal != nil
  }

  /// The commands that go on with the run `run` of a runbook, both as they are typed (design 10).
  private static func wayOn(_ finish: RunFinish, takesYes: Bool, _ run: RunArguments) -> [String] {
    let resume = "  go on with: \(run.command("resume"))"
    let undo = finish.notUndone.isEmpty ? [] : ["  undo it with: \(run.command("rollback"))"]
    switch finish.status {
    case .succeeded: return []
    case .rolledBack: return hasFailed(finish) ? [resume] : []
    case .failed, .cancelled, .refused: return [resume] + undo
    case .rollbackFailed: return ["  finish undoing it with: \(run.command("recover"))"]
    case .halted where finish.haltedAt != nil: return ["  when that is settled, " + resume.trimmed] + undo
    case .halted: return undo + [resume]
    case .waiting:
      return [
        "  answer with: \(run.command("approve"))",
        "  then " + resume.trimmed + (takesYes ? " (or with --yes at once)" : ""),
      ]
    }
  }

  private static func trail(_ run: String, _ auditPath: String) -> String {
    "  run \(run) · \(OutputText.oneLine(auditPath))"
  }

  private static func counts(_ finish: RunFinish) -> String {
    let order: [NodeStatus] = [
      .succeeded, .unchanged, .failed, .cancelled, .unknown, .waiting, .skipped, .blocked, .ready, .pending,
    ]
    let parts = order.compactMap { status in
      finish.counts[status].map { "\($0) \(status.rawValue)" }
    }
    return parts.isEmpty ? "no nodes" : parts.joined(separator: ", ")
  }
}
