/// `pyflow test`: the scenarios of a runbook, or every fault there is.
struct TestVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    if invocation.has(.explore) {
      for flag in [Flag.filter, .junit] where invocation.has(flag) { throw UsageProblem.conflict(.explore, flag) }
      var session = try ExplorationSession(invocation, console)
      return try session.execute()
    }
    var session = try ScenarioSession(invocation, console)
    return try session.execute()
  }
}
