internal import Audit
internal import Reports
internal import Running
internal import Text

/// Why a run is not taken up again.
enum ResumeRefusal: Error {
  case choice(RunChoice)
  case noRuns
  /// No run of this runbook was ever recorded, as in a CI job that failed before.
  case neverRun
  /// Its process lives.
  case isAlive(RunArguments)
  /// The file whose lock says that it is alive cannot be locked.
  case lockUnusable(String, String)
  /// Its records may have been changed after they were written.
  case damaged(String, AuditVerification.Damage, path: String)
  /// A node of it is left out by the selection with which it was begun.
  case leftOut(String, node: String)
  /// Nothing in it has failed.
  case nothingFailed(String)
  /// What these nodes gave to those that failed was undone.
  case standsOnUndone(String, nodes: [String])
  /// Somebody else has taken it up meanwhile.
  case hasGoneOn(String)
  /// There is nothing left to do in the latest run, but in an earlier one.
  case onlyEarlier(String, earlier: RunArguments, RunPurpose)
  /// There is nothing left to do.
  case nothing(String, RunPurpose)
  /// It is half undone.
  case isHalfUndone(RunArguments)
  /// What a rollout of it has changed was changed by a later one; the target is named in place of a run.
  case isReplaced(RunArguments, node: String, by: RolloutEnd, RunArguments)
  /// Nobody knows what came of these nodes, and nobody can be asked.
  case isUncertain(RunArguments, nodes: [String])
  /// What these nodes gave to nodes that run again held secrets, which are on no record.
  case secretsLost(String, nodes: [String])
  /// Processes of it live, and cannot be ended.
  case orphans(String, String)
  /// The runbook has changed since; the difference was shown.
  case hasChanged(String)
  /// Undoing needs the values of the run.
  case otherValues(run: String)
  /// With the values that are given, these nodes, which have run, would be others.
  case hasRunOtherwise(String, nodes: [String])
  /// This pyflow makes another plan of what was recorded.
  case otherPlan(run: String, version: String)

  var exitCode: ExitCode {
    switch self {
    case .choice, .noRuns, .leftOut: .invalid
    case .nothing, .onlyEarlier, .nothingFailed, .neverRun: .succeeded
    case .isAlive, .lockUnusable, .damaged, .standsOnUndone, .hasGoneOn, .otherPlan, .otherValues, .hasRunOtherwise,
      .hasChanged, .isReplaced:
      .refused
    case .isHalfUndone, .isUncertain, .secretsLost, .orphans: .needsPerson
    }
  }

  var message: String {
    switch self {
    case .choice(let choice): choice.message
    case .noRuns: "no run is on record there"
    case .neverRun: "no run is on record, so nothing needs recovery"
    case .lockUnusable(let run, let problem): "run \(run) cannot be locked, so that nobody else takes it up: \(problem)"
    case .damaged(let run, let damage, let path):
      "what is recorded of run \(run) cannot be relied on: \(OutputText.oneLine(path)):\(damage.line): "
        + "\(damage.kind.message) (byte \(damage.offset))"
    case .leftOut(let run, let node):
      "`\(OutputText.oneLine(node))` is no part of run \(run), whose selection leaves it out"
    case .nothingFailed(let run): "nothing in run \(run) has failed"
    case .standsOnUndone(let run, let nodes):
      "what failed in run \(run) needs \(OutputText.oneLine(nodes.joined(separator: ", "))), which "
        + "\(nodes.count == 1 ? "has" : "have") to run again first"
    case .hasGoneOn(let run): "run \(run) was taken up by somebody else meanwhile"
    case .isAlive(let run): "run \(run.run) is still going on"
    case .isHalfUndone(let run): "run \(run.run) is half undone"
    case .isReplaced(let run, let node, let later, _):
      "nothing was done: `\(OutputText.oneLine(node))` of run \(run.run) would go back, and run \(later.run) has changed `"
        + "\(OutputText.oneLine(later.target))` since"
    case .isUncertain(let run, let nodes):
      "nobody knows what came of \(OutputText.oneLine(nodes.joined(separator: ", "))), which was under way when run "
        + "\(run.run) died"
    case .secretsLost(let run, let nodes):
      "what \(OutputText.oneLine(nodes.joined(separator: ", "))) gave in run \(run) held a secret, which is on no record"
    case .orphans(let run, let processes): "what run \(run) has left running cannot be ended: \(processes)"
    case .hasChanged(let run): "the runbook is another one than that of run \(run)"
    case .onlyEarlier(let run, let earlier, let purpose):
      Self.nothing(run, purpose) + "; for one before it: \(earlier.command(purpose.rawValue))"
    case .nothing(let run, let purpose): Self.nothing(run, purpose)
    case .otherValues(let run): "run \(run) had other values, and is undone with those"
    case .hasRunOtherwise(let run, let nodes):
      "with these values \(OutputText.oneLine(nodes.prefix(10).joined(separator: ", "))) would be something else, and "
        + "\(nodes.count == 1 ? "has" : "have") run already in run \(run)"
    case .otherPlan(let run, let version):
      "what was recorded comes to another plan than that of run \(run), which pyflow \(version) made"
    }
  }

  private static func nothing(_ run: String, _ purpose: RunPurpose) -> String {
    switch purpose {
    case .rollback: "run \(run) has left nothing to undo"
    case .recover: "run \(run) needs no recovery"
    case .run, .resume: "run \(run) has nothing left to do"
    }
  }

  var hint: String? {
    switch self {
    case .choice(let choice): choice.hint
    case .isAlive(let run): "wait for its end, or end it: \(run.command("cancel"))"
    case .isHalfUndone(let run): "finish that first: \(run.command("recover"))"
    case .isReplaced(let run, let node, _, let target):
      "for the version before: \(target.command("rollback")); to undo only the rest of that run, say first: "
        + run.command("set-status", node: node, "undone")
    case .isUncertain(let run, let nodes):
      "look, then say so: \(run.command("set-status", node: nodes.first ?? "NODE", "succeeded")) "
        + "(or pending, to run it again); `confirm` or `idempotent` in the runbook would tell"
    case .secretsLost:
      "others read it, so begin a new run; where it may run again, `idempotent = true` in the runbook lets a resume do that"
    case .orphans: "end it as a user who may, and try again"
    case .hasChanged: "go on with what was recorded: --accept-changes; to run it as it is now, begin a new run"
    case .otherPlan(_, let version): "use pyflow \(version)"
    case .otherValues: "leave out --var and others, but for secrets"
    case .hasRunOtherwise: "go on all the same, and leave what has run as it is: --accept-changes"
    case .hasGoneOn: "look at it: pyflow list"
    case .lockUnusable: "move it away"
    case .damaged: "restore the file as it was, or begin a new run; pyflow audit verify tells more"
    case .leftOut: "begin a new run"
    case .standsOnUndone: "go on without --only-failed: that begins with what was undone"
    case .noRuns, .neverRun, .nothing, .onlyEarlier, .nothingFailed: nil
    }
  }
}
