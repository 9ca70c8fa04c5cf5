internal import Audit
internal import Reports
internal import Running

/// Finds the run that is to be taken up again.
struct ResumeChoice {
  let purpose: RunPurpose
  /// What is wanted of it.
  let scope: ResumeScope
  /// What names a run on the command line.
  let arguments: (String) -> RunArguments
  let isAlive: (RunHistory) -> Bool

  /// The run that is named, or the latest one.
  ///
  /// An earlier one is never taken up by itself: what came after it would be undone, or done over.
  func find(_ wanted: String?, among runs: [RunHistory]) throws(ResumeRefusal) -> RunHistory {
    guard let last = runs.last else { throw .noRuns }
    guard let wanted else {
      guard let objection = objection(to: last) else { return last }
      guard case .nothing = objection, let earlier = runs.last(where: { self.objection(to: $0) == nil }) else {
        throw objection
      }
      throw .onlyEarlier(last.id, earlier: arguments(earlier.id), purpose)
    }
    let run: RunHistory
    do throws(RunChoice) { run = runs[try RunChoice.find(wanted, among: runs.map(\.id))] } catch {
      throw .choice(error)
    }
    if let objection = objection(to: run) { throw objection }
    return run
  }

  private func objection(to run: RunHistory) -> ResumeRefusal? {
    if isAlive(run) { return .isAlive(arguments(run.id)) }
    if !run.hasMore(for: purpose, scope) { return .nothing(run.id, purpose) }
    return purpose == .resume && run.isHalfUndone ? .isHalfUndone(arguments(run.id)) : nil
  }
}

extension RunHistory {
  /// Whether anything is left to do in it for what it is to be taken up for.
  func hasMore(for purpose: RunPurpose, _ scope: ResumeScope = .rest) -> Bool {
    switch purpose {
    case .rollback: return !registered.isEmpty
    case .recover:
      let isOpen =
        status == nil || status == RunStatus.rollbackFailed.rawValue || status == RunStatus.cancelled.rawValue
      return isOpen && !registered.isEmpty || !openRollouts.isEmpty
    case .run, .resume:
      if case .from = scope { return true }
      return status != RunStatus.succeeded.rawValue || isReopened
    }
  }
}
