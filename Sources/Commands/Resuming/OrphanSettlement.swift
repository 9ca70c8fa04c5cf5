internal import Effects
internal import Planning
internal import Running
internal import Text

/// What becomes of processes that a run has left, before it is taken up again (design 7): nothing runs beside them.
struct OrphanSettlement {
  let run: String
  let purpose: RunPurpose
  let plan: Plan
  let console: Console
  /// Where its nodes stood.
  let past: PastRun

  /// Ends the processes of nodes that may run twice, and all where the run is undone; the others are waited for.
  func settle() throws(ResumeRefusal) {
    let orphans = OrphanedProcesses(of: run)
    let found = orphans.find().filter { !isMeantToStay($0) }
    let doomed = found.filter(isEnded)
    if !doomed.isEmpty {
      console.say("ending what run \(run) has left running: \(words(doomed))\n")
      let left = orphans.end(doomed, grace: RunOptions.grace)
      if !left.isEmpty { throw .orphans(run, words(left)) }
    }
    let others = found.filter { !isEnded($0) }
    if others.isEmpty { return }
    console.say("waiting for what run \(run) has left running: \(words(others))\n")
    orphans.wait(for: others)
  }

  /// Whether a node that has ended has left it running on purpose.
  private func isMeantToStay(_ process: OrphanedProcesses.Process) -> Bool {
    guard past.nodes[process.node]?.status != .unknown else { return false }
    return plan.index(of: process.node).map { plan.nodes[$0].mayLeaveRunning } ?? false
  }

  private func isEnded(_ process: OrphanedProcesses.Process) -> Bool {
    purpose.isUndoing || plan.index(of: process.node).map { plan.nodes[$0].mayRunTwice } ?? false
  }

  private func words(_ processes: [OrphanedProcesses.Process]) -> String {
    processes.map { "\(OutputText.oneLine($0.node)) (process \($0.number))" }.joined(separator: ", ")
  }
}
