internal import Audit
internal import Effects
internal import Planning
internal import Reports

/// `pyflow list`: the runs of a runbook, or what waits for an approval.
struct ListVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    if invocation.has(.person), !invocation.has(.waiting) { throw UsageProblem.neededFlag(.waiting, by: .person) }
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let runs = argument.runs(console) else { return .invalid }
    if invocation.has(.waiting) { return try listWaiting(runs) }
    if invocation.has(.json) {
      try console.result(HistoryJSON.render(runs.reversed(), withNodes: false, isAlive: argument.isAlive))
    } else {
      try console.result(HistoryText.table(runs, shortens: true, isAlive: argument.isAlive, style: console.outputStyle))
    }
    return .succeeded
  }

  private func listWaiting(_ runs: [RunHistory]) throws(ResultNotWritten) -> ExitCode {
    var waiting = runs.flatMap(\.waiting)
    if let name = invocation.value(of: .person) {
      guard let person = UserDatabase.person(named: name) else {
        console.complain("this machine has no user `\(name)`")
        return .invalid
      }
      waiting.removeAll { $0.objection(toApproval: true, by: person) != nil }
    }
    if invocation.has(.json) {
      try console.result(HistoryJSON.waiting(waiting))
    } else if waiting.isEmpty {
      try console.result("nothing waits for an approval\n")
    } else {
      try console.result(HistoryText.waiting(waiting, among: runs, style: console.outputStyle))
    }
    return .succeeded
  }
}
