internal import Effects
internal import Planning
internal import Reports
internal import Text
internal import Values

/// `pyflow plan`.
struct PlanVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let format = try invocation.diagnosticFormat(on: console)
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: true, asksTargets: true)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else {
      try console.show(prepared.diagnostics, as: format)
      return .invalid
    }
    try console.show(prepared.diagnostics, as: format == .json ? console.usualFormat : format)
    try Self.show(plan, places: plan.places(asked: nil), asJSON: invocation.has(.json), console)
    return .succeeded
  }

  /// Prints a plan as the result.
  static func show(_ plan: Plan, places: Int, asJSON: Bool, _ console: Console) throws(ResultNotWritten) {
    if asJSON { return try console.result(PlanJSON.render(plan, places: places)) }
    let digest = PlanEncoder(plan).digest.hex
    try console.result(PlanText.render(plan, places: places, digest: digest, style: console.outputStyle))
  }
}

extension Plan {
  /// How many nodes run at once: as asked, as the runbook says, or as the machine can (design 3.1).
  func places(asked jobs: Int?) -> Int { jobs ?? settings.jobs ?? max(4, SystemClock.processorCount) }
}
