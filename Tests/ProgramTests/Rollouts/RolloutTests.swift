import TestSupport
import Testing

/// The three runbooks of rollouts, run for real: python3 servers behind a load balancer, with clients that ask all the time.
@Suite("Rollouts")
struct RolloutTests {
  static let cases = (blueGreen + canary + progressive).filter { Torture.isLong || !$0.isLong }

  @Test("end as they must, whatever happens to them", arguments: cases)
  func ends(_ rollout: RolloutCase) async {
    let outcome = await Aside.run { rollout.run() }
    outcome.tell(rollout.testDescription)
    #expect(outcome.result.exit == rollout.exit, "\(outcome.result.error)")
    #expect(outcome.after.answered == rollout.answered && outcome.after.total == 1000, "\(outcome.result.error)")
    #expect(outcome.during.total > 0 && outcome.during.failed * 100 <= outcome.during.total * rollout.allowedFailures)
    #expect(outcome.rows.suffix(rollout.rows.count) == rollout.rows[...], "\(outcome.result.error)")
    for text in rollout.told { #expect(outcome.result.error.contains(text), "\(outcome.result.error)") }
    #expect(outcome.verified == 0)
    #expect(outcome.story.contains("    rollout: \(Self.words(rollout))"), "\(outcome.story)")
  }

  /// How `audit show` calls the end of a rollout.
  private static func words(_ rollout: RolloutCase) -> String {
    switch rollout.exit {
    case 0: "succeeded"
    case 4: "rolled back"
    default: rollout.rows.last == "B31" ? "rollback failed" : "halted"
    }
  }
  private static let old = ["1.0": 1000]
  private static let new = ["2.0": 1000]

  static let blueGreen: [RolloutCase] = [
    RolloutCase(
      .blueGreen, "healthy", exit: 0, new, rows: ["P1", "P9", "B1", "B2", "B5", "B10", "B14", "B15", "B21", "B28"],
      told: ["→ ship: switching to green\n", "→ ship: soaking for 1.2s\n", "» announce: 2.0 has the traffic\n"]),
    RolloutCase(.blueGreen, "sick from the start", "2.0-errors", exit: 4, old, rows: ["B2", "B7", "B32"]),
    RolloutCase(.blueGreen, "slow from the start", "2.0-slow", exit: 4, old, rows: ["B2", "B7", "B32"], isLong: true),
    RolloutCase(
      .blueGreen, "hanging from the start", "2.0-hangs", exit: 4, old, rows: ["B2", "B7", "B32"], isLong: true),
    RolloutCase(
      .blueGreen, "sick after the switch", "2.0-errors-at-100", exit: 4, old, failures: 100,
      rows: ["B15", "B22", "B29", "B32"],
      told: [
        "→ ship: undo switch, back to blue\n", "\n── ship/soak failed: ",
        """
          ship: it went back; what was there before is there again
            traffic, as it was seen last: blue has it, as before
            done on the way back: ship/undo-switch, ship/undo-deploy

        """,
      ]),
    RolloutCase(
      .blueGreen, "slow after the switch", "2.0-slow-at-100", exit: 4, old, rows: ["B29", "B32"], isLong: true),
    RolloutCase(
      .blueGreen, "hanging after the switch", "2.0-hangs-at-100", exit: 4, old, failures: 100, rows: ["B29", "B32"]),
    RolloutCase(
      .blueGreen, "a load balancer that lies", faults: [Fault(.lie, "switch")], exit: 4, old,
      rows: ["B14", "B18", "B29", "B32"]),
    RolloutCase(
      .blueGreen, "a load balancer that moves traffic and reports failure", faults: [Fault(.break, "switch")], exit: 4,
      old, rows: ["B14", "B16", "B29", "B32"], isLong: true),
    RolloutCase(
      .blueGreen, "a load balancer that refuses", faults: [Fault(.refuse, "switch")], exit: 4, old,
      rows: ["B14", "B17", "B32"]),
    RolloutCase(
      .blueGreen, "a load balancer that lies on the way back", "2.0-slow-at-100", faults: [Fault(.lie, "undo-switch")],
      exit: 4, old, rows: ["B30", "B29", "B32"], isLong: true),
    RolloutCase(
      .blueGreen, "a load balancer that does not go back", "2.0-errors-at-100",
      faults: [Fault(.refuse, "undo-switch", times: 100)], exit: 5, [:], failures: 100,
      rows: ["B30", "B30", "B30", "B31"],
      told: [
        """
          ship: it could not go back all the way: what is left is for a person
            traffic, as it was seen last: green has it, before it was blue
            failed on the way back: ship/undo-switch
        not undone; what is left to do by hand, in this order:
          # ship/undo-switch
          rollouts/lb point 'blue'
          # ship/undo-deploy

        """, "finish undoing it with: pyflow recover deploy.toml ",
      ], isLong: true),
    RolloutCase(
      .blueGreen, "somebody else switches first", faults: [Fault(.move, "guard", weights: "blue 0,green 100")],
      exit: 5, new, rows: ["B5", "B11"],
      told: [
        "  ship: it stands where it was halted\n    traffic, as it was seen last: green has it, before it was blue\n"
      ]),
    RolloutCase(
      .blueGreen, "somebody else switches back", faults: [Fault(.move, "drift", weights: "blue 100,green 0")], exit: 5,
      old, rows: ["B15", "B24"]),
  ]

  static let canary: [RolloutCase] = [
    RolloutCase(
      .canary, "healthy", exit: 0, new,
      rows: [
        "K4", "K6", "K7", "K15", "K6", "K7", "K15", "K6", "K7", "K16", "K27", "K32", "K35", "K36",
      ]),
    RolloutCase(.canary, "sick from the start", "2.0-errors", exit: 4, old, rows: ["K2", "K5", "K41"], isLong: true),
    RolloutCase(
      .canary, "sick at 25 %", "2.0-errors-at-25", exit: 4, old, failures: 25, rows: ["K18", "K37", "K40", "K41"],
      told: [
        "→ ship: shifting at 25% (step 2 of 3)\n", "→ ship: undo shift, back to 0%\n",
        "    traffic, as it was seen last: the new version has 0%, as before\n",
      ]),
    RolloutCase(.canary, "slow at 25 %", "2.0-slow-at-25", exit: 4, old, rows: ["K37", "K40", "K41"], isLong: true),
    RolloutCase(
      .canary, "hanging at 25 %", "2.0-hangs-at-25", exit: 4, old, failures: 25, rows: ["K37", "K40", "K41"]),
    RolloutCase(
      .canary, "sick after promotion", "2.0-errors-at-100", exit: 4, old, failures: 100,
      rows: ["K27", "K33", "K37", "K40", "K41"]),
    RolloutCase(
      .canary, "a load balancer that lies", faults: [Fault(.lie, "step-2/shift")], exit: 4, old,
      rows: ["K6", "K11", "K37", "K40", "K41"]),
    RolloutCase(
      .canary, "a load balancer that moves traffic and reports failure", faults: [Fault(.break, "step-2/shift")],
      exit: 4, old, rows: ["K6", "K8", "K37", "K40", "K41"]),
    RolloutCase(
      .canary, "a load balancer that refuses", faults: [Fault(.refuse, "step-1/shift")], exit: 4, old,
      rows: ["K6", "K9", "K41"], isLong: true),
    RolloutCase(
      .canary, "a load balancer that refuses to promote", faults: [Fault(.refuse, "promote")], exit: 4, old,
      rows: ["K16", "K28", "K37", "K40", "K41"]),
    RolloutCase(
      .canary, "somebody else moves traffic", faults: [Fault(.move, "step-2/guard", weights: "stable 90,canary 10")],
      exit: 5, ["1.0": 900, "2.0": 100], rows: ["K15", "K12"],
      told: ["    traffic, as it was seen last: the new version has 10%\n"]),
  ]

  static let progressive: [RolloutCase] = [
    RolloutCase(.progressive, "healthy", exit: 0, new, rows: ["R7", "R11", "R3", "R8", "R15", "R17"]),
    RolloutCase(.progressive, "sick from the start", "2.0-errors", exit: 4, old, rows: ["R4", "R18", "R22"]),
    RolloutCase(
      .progressive, "hanging from the start", "2.0-hangs", exit: 4, old, rows: ["R4", "R18", "R22"], isLong: true),
    RolloutCase(
      .progressive, "sick as soon as it has traffic", "2.0-errors-at-25", exit: 4, old, failures: 100,
      rows: ["R18", "R22"]),
    RolloutCase(
      .progressive, "a server that cannot be drained", faults: [Fault(.refuse, "batch-2/web2/drain")], exit: 4, old,
      rows: ["R4", "R18", "R22"]),
    RolloutCase(
      .progressive, "a server that does not come back", faults: [Fault(.refuse, "batch-3/web3/restore")], exit: 4,
      old, rows: ["R4", "R18", "R22"]),
  ]
}
