internal import Audit
internal import Effects
internal import Reports
internal import Running
internal import Text

/// `pyflow status`: one run at a glance, from its records and whether its process lives.
struct StatusVerb {
  let invocation: Invocation
  let console: Console

  /// Bytes of a log of which the last lines are shown.
  private static let tailBytes = 8 << 10
  private static let tailLines = 10

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let runs = argument.runs(console), let run = argument.run(among: runs, console) else { return .invalid }
    let isAlive = argument.isAlive(run)
    let code = ExitCode.of(run, isAlive: isAlive)
    let standing = RunStanding(
      run: run, isAlive: isAlive, locks: locks(of: run), lastLines: lastLines(of: run, argument.folder),
      arguments: argument.arguments(of: run.id), exitCode: Int(code.rawValue), now: SystemClock.date())
    try console.result(
      invocation.has(.json) ? StatusJSON.render(standing) : StatusText.render(standing, style: console.outputStyle))
    return code
  }

  private func locks(of run: RunHistory) -> [LockReport.Lock] {
    guard let folder = try? LockFolder(session: console.session) else { return [] }
    return LockInventory(folder).entries.filter { $0.holder?.run == run.id }.map {
      LockReport.Lock(resource: $0.resource, holder: $0.holder, isReserved: $0.isReserved)
    }
  }

  /// What failed nodes and rollbacks have printed last.
  private func lastLines(of run: RunHistory, _ folder: String) -> [String: [String]] {
    var lines: [String: [String]] = [:]
    for node in run.nodes {
      if node.rollback == NodeStatus.failed.rawValue {
        lines[node.id] = tail(of: node.id, .rollback, node.rollbackAttempts, run, folder)
      } else if node.status == NodeStatus.failed.rawValue, !node.isAllowed {
        lines[node.id] = tail(of: node.id, .run, node.attempt, run, folder)
      }
    }
    return lines
  }

  private func tail(of node: String, _ step: Step, _ attempt: Int, _ run: RunHistory, _ folder: String) -> [String]? {
    let path = "\(folder)/\(AuditEncoder.folder(of: run.id))/\(LogName.of(node, step: step, attempt: attempt))"
    guard RunPrefix.isID(run.id), let file = try? GrowingFile(path) else { return nil }
    let isCut = file.size > Self.tailBytes
    file.skip(toLast: Self.tailBytes)
    let lines = OutputText.lines(file.next(Self.tailBytes))
    // The first one may have begun before.
    return Array((isCut && lines.count > 1 ? lines.dropFirst() : lines[...]).suffix(Self.tailLines))
  }
}
