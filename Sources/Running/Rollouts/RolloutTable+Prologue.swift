/// What all strategies begin with (design 8, rows P1 to P14): nothing is changed before `ready`.
extension RolloutTable where Phase == RolloutPhase {
  static let prologue: [[RolloutRow<RolloutPhase>]] = [
    Row.rows("P1", [.start], [.locked], to: .observing),
    Row.rows("P2", [.start], [.busy], when: [.doesNotWait], to: .refused, "lock_held"),
    Row.rows("P3", [.start], [.busy], when: [.waitsForLock], to: .start),
    Row.rows("P4", [.start], [.lockTimeout], to: .refused, "lock_timeout"),
    Row.rows("P5", [.start], [.stale], to: .start, "lock_stolen"),
    Row.rows("P6", [.start], [.dirty], to: .refused, "previous_run_dirty"),
    Row.rows("P7", [.start], [.cancel, .cancelAgain], to: .refused, "cancelled"),
    Row.rows("P8", [.start], [.outsideWindow], to: .refused, "window"),
    Row.rows("P9", [.observing], [.pass], to: .ready),
    Row.rows("P10", [.observing], [.fail], to: .refused, "unhealthy_before"),
    Row.rows("P11", [.observing], [.unknown, .strange], to: .refused, "ambiguous"),
    Row.rows("P12", [.observing], [.drifted], to: .refused, "drift"),
    Row.rows("P13", [.observing], [.nothingToDo], when: [.isNotForced], to: .succeeded, "noop"),
    Row.rows("P14", [.observing], [.cancel, .cancelAgain], to: .refused, "cancelled"),
  ]

  /// A row of this table.
  typealias Row = RolloutRow<RolloutPhase>

  /// The rows of a strategy behind those that all have, and what holds in every phase (rows 34 to 36, and 42 to 44).
  ///
  /// A failure that would be undone halts where the runbook says so; this comes before the row that undoes. Before anything
  /// is changed a second signal is no more than the first one.
  static func strategy(
    _ rows: [[Row]], halt: String?, interrupted: String, orphaned: String
  ) -> RolloutTable {
    let own = rows.flatMap { $0 }
    let halting = own.filter { $0.to.isUndoing && !$0.from.isRecovery }.compactMap { row in
      halt.map {
        Row(
          id: $0, from: row.from, event: row.event, guards: row.guards + [.haltsOnFailure], to: .halted,
          cause: row.cause)
      }
    }
    let phases = RolloutPhase.allCases.filter { phase in own.contains { $0.from == phase } }
    return RolloutTable(
      prologue + [halting] + rows + [
        Row.rows(interrupted, phases, [.cancelAgain], to: .interrupted),
        Row.rows(orphaned, [.start, .observing] + phases, [.processDeath], to: .orphaned),
      ])
  }
}
