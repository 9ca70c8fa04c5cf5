import TestSupport
import Testing

/// Rollouts whose pyflow dies by SIGKILL in most phases that they have; `pyflow recover` must bring the traffic back to a
/// version that works, whatever it finds.
@Suite("Rollouts that are killed")
struct RolloutKillTests {
  @Test("are recovered", arguments: cases)
  func recovered(_ kill: KillCase) async {
    let outcome = await Aside.run { kill.run() }
    outcome.tell(kill.testDescription)
    #expect(outcome.killed.exit == 137 && outcome.phase == kill.phase, "\(outcome.killed.error)")
    #expect(outcome.after.answered == [kill.isNew ? "2.0" : "1.0": 1000], "\(outcome.recovered.error)")
    #expect([0, 4].contains(outcome.recovered.exit), "\(outcome.recovered.error)")
    #expect(outcome.again == 0)
    #expect(outcome.during.total > 0 && outcome.during.failed == 0)
    // Before it changes anything there is nothing to take up.
    #expect(outcome.rows.contains { ["B36", "K44", "R26"].contains($0) } == (kill.phase != "observing"))
    #expect(outcome.verified == 0)
  }

  static let cases = (blueGreen + canary + progressive).filter { Torture.isLong || !$0.isLong }

  static let blueGreen: [KillCase] = [
    KillCase(.blueGreen, "observing", .asked(by: "before"), isLong: true),
    KillCase(.blueGreen, "deploying", .printed("▸ ship/deploy")),
    KillCase(.blueGreen, "verifying", .printed("▸ ship/verify"), isLong: true),
    KillCase(.blueGreen, "guard", .asked(by: "guard"), isLong: true),
    KillCase(.blueGreen, "switching", .asked(by: "switch")),
    KillCase(.blueGreen, "confirming", .asked(by: "confirm")),
    KillCase(.blueGreen, "soaking", .asked(by: "drift")),
    // It ends well then, and goes back with everything else that the run has done.
    KillCase(.blueGreen, "closing", .asked(by: "after"), isLong: true),
    KillCase(.blueGreen, "undo_switch", .asked(by: "undo-switch"), version: "2.0-slow-at-100"),
    KillCase(.blueGreen, "undo_deploy", .printed("▸ ship/undo-deploy"), version: "2.0-slow-at-100"),
  ]

  static let canary: [KillCase] = [
    KillCase(.canary, "observing", .asked(by: "before"), isLong: true),
    KillCase(.canary, "deploying", .printed("▸ ship/deploy"), isLong: true),
    KillCase(.canary, "verifying", .printed("▸ ship/verify"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-2/guard"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-1/shift"), isLong: true),
    KillCase(.canary, "shifting", .asked(by: "step-2/shift")),
    KillCase(.canary, "confirming", .asked(by: "step-2/confirm"), isLong: true),
    KillCase(.canary, "analysing", .asked(by: "step-3/errors")),
    KillCase(.canary, "promoting", .asked(by: "promote")),
    KillCase(.canary, "soaking", .asked(by: "drift"), isLong: true),
    KillCase(.canary, "retiring", .asked(by: "retire"), isNew: true),
    KillCase(.canary, "closing", .asked(by: "after"), isNew: true, isLong: true),
    KillCase(.canary, "undo_shift", .asked(by: "undo-shift"), version: "2.0-slow-at-25"),
    KillCase(.canary, "draining", .printed("→ ship: draining"), version: "2.0-slow-at-25"),
    KillCase(.canary, "undo_deploy", .printed("▸ ship/undo-deploy"), version: "2.0-slow-at-25", isLong: true),
  ]

  static let progressive: [KillCase] = [
    KillCase(.progressive, "observing", .printed("→ ship: observing"), isLong: true),
    KillCase(.progressive, "batch", .asked(by: "batch-1/web1/drain"), isLong: true),
    KillCase(.progressive, "batch", .printed("▸ ship/batch-2/web2/update")),
    KillCase(.progressive, "batch", .printed("▸ ship/batch-2/web2/verify"), isLong: true),
    KillCase(.progressive, "batch", .asked(by: "batch-3/web3/restore")),
    KillCase(.progressive, "pause", .printed("→ ship: pause after batch 2 of 4")),
    KillCase(.progressive, "soaking", .printed("▸ ship/soak"), isLong: true),
    KillCase(
      .progressive, "reverting", .asked(by: "revert/*"), faults: [Fault(.refuse, "batch-3/web3/restore")]),
  ]
}
