import TestSupport
import Testing

/// Rollouts whose pyflow dies by SIGKILL in every phase that they have; `pyflow recover` must bring the traffic back to a
/// version that works, whatever it finds.
@Suite("Rollouts that are killed")
struct RolloutKillTests {
  @Test("are recovered", arguments: cases)
  func recovered(_ kill: KillCase) async {
    let outcome = await Aside.run { kill.run() }
    outcome.tell(kill.testDescription)
    #expect(outcome.killed.exit == 137 && outcome.phase == kill.phase, "\(outcome.killed.error)")
    #expect(outcome.after.answered == [kill.isNew ? "2.0" : "1.0": 1000], "\(outcome.recovered.error)")
    #expect(outcome.recovered.exit == kill.exit, "\(outcome.recovered.error)")
    #expect(outcome.again == 0)
    #expect(outcome.during.total > 0 && outcome.during.failed == 0)
    // Before it changes anything there is nothing to take up.
    #expect(
      outcome.rows.contains { ["B36", "K44", "R26"].contains($0) } == (!["start", "observing"].contains(kill.phase)))
    #expect(outcome.verified == 0)
  }

  @Test("are killed in every phase of their table", arguments: [("B", blueGreen), ("K", canary), ("R", progressive)])
  func everyPhase(_ table: String, _ cases: [KillCase]) {
    // In these no process ever is: the next one follows at once. A progressive rollout has nothing to look at in the end.
    let passing: Set = table == "R" ? ["ready", "recover", "closing"] : ["ready"]
    let phases = Self.phases(of: table)
    #expect(phases.isSuperset(of: passing))
    #expect(phases.subtracting(passing) == Set(cases.map(\.phase)))
  }

  /// The phases that a table of `docs/rollout-tables.md` has rows for, and those that all begin with.
  private static func phases(of table: String) -> Set<String> {
    let sections = (Repository.read("docs/rollout-tables.md") ?? "").split(separator: "\n## ")
    let rows = sections.filter { $0.hasPrefix("P: ") || $0.hasPrefix("\(table): ") }.flatMap {
      $0.split(separator: "\n")
    }
    return Set(rows.compactMap { $0.firstMatch(of: /^\| [A-Z][0-9]+[ab]? \| (\w+) \|/).map { String($0.1) } })
  }

  static let cases = (blueGreen + canary + progressive).filter { Torture.isLong || !$0.isLong }

  /// A check that cannot tell in the soak, and a person who is asked then.
  private static let nobodyKnows = """
    on_unknown = "approve"
    check = "case $PYFLOW_NODE in ship/soak*) exit 75 ;; esac"
    """

  /// A lock that others share, which the load balancer has to be asked for.
  private static let sharedLock = """
    lock = { acquire = "rollouts/lb live", release = "true", status = "true", ttl = "1m" }
    """

  private static let askedToDeploy = """
    deploy = { command = "rollouts/lb live && rollouts/deploy {{ SIDES[rollout.idle] }} {{ VERSION }}", leave_running = true }
    """

  static let blueGreen: [KillCase] = [
    KillCase(.blueGreen, "start", .asked(by: "lock"), keys: sharedLock, isLong: true),
    KillCase(.blueGreen, "observing", .asked(by: "before"), isLong: true),
    KillCase(.blueGreen, "deploying", .asked(by: "deploy"), keys: askedToDeploy),
    KillCase(.blueGreen, "verifying", .printed("▸ ship/verify"), isLong: true),
    KillCase(.blueGreen, "waiting", .printed("→ ship: waiting"), keys: "approve = true", isLong: true),
    KillCase(.blueGreen, "guard", .asked(by: "guard"), isLong: true),
    KillCase(.blueGreen, "switching", .asked(by: "switch")),
    KillCase(.blueGreen, "confirming", .asked(by: "confirm")),
    KillCase(.blueGreen, "soaking", .asked(by: "drift")),
    KillCase(.blueGreen, "waiting_soak", .printed("→ ship: waiting soak"), keys: nobodyKnows, isLong: true),
    KillCase(
      .blueGreen, "retiring", .asked(by: "retire"), keys: "retire = 'rollouts/lb live'", isNew: true, isLong: true),
    // It ends well then, and goes back with everything else that the run has done.
    KillCase(.blueGreen, "closing", .asked(by: "after"), isLong: true),
    KillCase(.blueGreen, "undo_switch", .asked(by: "undo-switch"), version: "2.0-slow-at-100"),
    KillCase(
      .blueGreen, "undo_deploy", .asked(by: "undo-deploy"), version: "2.0-slow-at-100",
      keys: "cleanup = 'rollouts/lb live && rollouts/stop {{ SIDES[rollout.idle] }}'"),
  ]

  static let canary: [KillCase] = [
    KillCase(.canary, "start", .asked(by: "lock"), keys: sharedLock, isLong: true),
    KillCase(.canary, "observing", .asked(by: "before"), isLong: true),
    KillCase(.canary, "deploying", .printed("▸ ship/deploy"), isLong: true),
    KillCase(.canary, "verifying", .printed("▸ ship/verify"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-2/guard"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-1/shift"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-2/shift")),
    KillCase(.canary, "confirming", .asked(by: "step-2/confirm"), isLong: true),
    KillCase(.canary, "analysing", .asked(by: "step-3/errors")),
    KillCase(.canary, "waiting", .printed("→ ship: waiting"), keys: "approve = [2]", isLong: true),
    KillCase(.canary, "promoting", .asked(by: "promote")),
    KillCase(
      .canary, "forward_hold", .asked(by: "forward-hold"),
      keys: "promote = 'exit 1'\npromote_replaces_stable = true", isNew: true, exit: 5),
    KillCase(.canary, "soaking", .asked(by: "drift"), isLong: true),
    KillCase(.canary, "waiting_soak", .printed("→ ship: waiting soak"), keys: nobodyKnows, isLong: true),
    KillCase(.canary, "retiring", .asked(by: "retire"), isNew: true),
    KillCase(.canary, "closing", .asked(by: "after"), isNew: true, isLong: true),
    KillCase(.canary, "undo_shift", .asked(by: "undo-shift"), version: "2.0-slow-at-25"),
    KillCase(.canary, "draining", .printed("→ ship: draining"), version: "2.0-slow-at-25"),
    KillCase(
      .canary, "undo_deploy", .asked(by: "undo-deploy"), version: "2.0-slow-at-25",
      keys: "cleanup = 'rollouts/lb weight && rollouts/stop {{ CANARY }}'", isLong: true),
  ]

  static let progressive: [KillCase] = [
    KillCase(.progressive, "start", .asked(by: "lock"), keys: sharedLock, isLong: true),
    KillCase(.progressive, "observing", .printed("→ ship: observing"), isLong: true),
    KillCase(.progressive, "batch", .asked(by: "batch-1/web1/drain"), isLong: true),
    KillCase(.progressive, "batch", .printed("▸ ship/batch-2/web2/update")),
    KillCase(.progressive, "batch", .printed("▸ ship/batch-2/web2/verify"), isLong: true),
    KillCase(.progressive, "batch", .asked(by: "batch-3/web3/restore")),
    KillCase(.progressive, "gate", .asked(by: "batch-1/gate"), keys: "gate = 'rollouts/lb live'", isLong: true),
    KillCase(.progressive, "pause", .printed("→ ship: pause after batch 2 of 4")),
    KillCase(.progressive, "waiting", .printed("→ ship: waiting"), keys: "approve = true", isLong: true),
    KillCase(.progressive, "soaking", .printed("▸ ship/soak"), isLong: true),
    KillCase(
      .progressive, "waiting_soak", .printed("→ ship: waiting soak"),
      keys: nobodyKnows.replacing("check", with: "gate"), isLong: true),
    KillCase(
      .progressive, "reverting", .asked(by: "revert/*"), faults: [Fault(.refuse, "batch-3/web3/restore")]),
  ]
}
