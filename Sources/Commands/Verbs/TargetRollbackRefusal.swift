internal import Audit
internal import Planning
internal import Runbooks
internal import Running
internal import Templates
internal import Text

/// Why a target is not rolled back.
enum TargetRollbackRefusal: Error {
  /// It has that version.
  case isThere(String)
  /// No other version than that of today is on record.
  case noOther(String)
  /// No rollout of a known version has succeeded, so there are no values to go by.
  case noneGood
  /// No run has rolled that version out, and the runbook does not take it from the variable.
  case neverRolledOut(String)
  /// The runbook does not say any more which version the rollout is of; the node.
  case noVersion(String)
  /// No rollout of the runbook changes it; the node that did.
  case noNode(String)
  /// The runbook states the version at a place, and it is not the wanted one.
  case isFixed(String, at: String, wanted: String)
  /// With the values of a run, the rollout would be one of another version.
  case comesTo(String, wanted: String, run: String)

  /// Says so; the exit code.
  func explain(_ target: String, _ argument: AuditFileArgument, on console: Console) -> ExitCode {
    let name = OutputText.oneLine(target)
    if case .isThere(let version) = self {
      console.say("\(name) has \(OutputText.oneLine(version)) already: nothing to do\n")
      return .succeeded
    }
    console.complain("nothing was done: " + OutputText.oneLine(message(name, argument)), hint: hint(argument))
    return .refused
  }

  private func message(_ target: String, _ argument: AuditFileArgument) -> String {
    switch self {
    case .isThere(let version): "`\(target)` has \(version) already"
    case .noOther(let now): "no version of `\(target)` besides \(now) is on record"
    case .noneGood: "no version of `\(target)` is on record"
    case .neverRolledOut(let version):
      "no run has rolled out \(version) to `\(target)`, and \(TargetRollback.versionName) does not tell its `version`"
    case .noVersion(let node): "`\(node)` of \(argument.runbook.path) has no `version` any more"
    case .noNode(let node): "`\(node)` of \(argument.runbook.path) does not roll out `\(target)` any more"
    case .isFixed(let version, let place, _): "`version` in \(place) is \(version), whatever the variables say"
    case .comesTo(let version, let wanted, let run):
      "with the values of run \(run) `\(target)` would get \(version) now, not \(wanted)"
    }
  }

  private func hint(_ argument: AuditFileArgument) -> String? {
    switch self {
    case .isThere: nil
    case .noOther: "name one: \(Flag.to.text) VERSION"
    case .noneGood: "only rollouts that succeeded, and have a `version`, can be gone back to"
    case .neverRolledOut: "give the variable that does: \(Flag.var.text) NAME=…"
    case .noVersion: "write version = \"{{ NAME }}\" with the variable that tells it"
    case .noNode: "run the runbook that does, with the older version"
    case .isFixed(_, _, let wanted):
      "set it to \(OutputText.oneLine(wanted)) and run, or write version = \"{{ \(TargetRollback.versionName) }}\""
    case .comesTo:
      "the runbook has changed since, or \(Flag.var.text) says otherwise: run it with the values that give that version"
    }
  }
}

extension Runbook {
  /// The version that a rollout has by the runbook alone, and where that stands; nothing if variables tell it.
  func fixedVersion(of node: String) -> (version: String, place: String)? {
    guard case .strategy(let strategy)? = nodes.first(where: { $0.id == node })?.action,
      let version = strategy.version?.literal, let span = strategy.spans[.version]
    else { return nil }
    return (version, "\(source.name):\(LineIndex(source.bytes).line(ofByte: span.start))")
  }
}
