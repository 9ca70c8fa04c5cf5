import Running
import Testing
import Values

@Suite("Progressive")
struct ProgressiveTests {
  private static let pairs = "batches = [2]\n"

  private static func pairs(
    _ keys: String = "", _ script: [String: [ScriptStep]] = [:],
    incidents: [(at: Duration, what: StagedRollout.Incident)] = []
  ) -> StagedRollout { .progressive(pairs + keys, script, incidents: incidents) }

  static let cases = [
    PlayCase(
      "healthy", .progressive(), "P1 P9 R1 R3 R7 R11 R3 R7 R11 R3 R7 R11 R3 R8 R15 R17", "succeeded", .succeeded),
    PlayCase("healthy in pairs", pairs(), "P1 P9 R1 R3 R7 R11 R3 R8 R15 R17", "succeeded", .succeeded),
    PlayCase(
      "sick before", pairs("", ["ship/preflight/w3": [.fail]]), "P1 P10", "refused unhealthy_before", .refused),
    PlayCase(
      "everything is there already", StagedRollout.progressive("current = \"current\"").with(version: "2"), "P1 P13",
      "succeeded noop", .succeeded),
    PlayCase(
      "a target of the first batch fails", pairs("", ["ship/batch-1/w2/update": [.fail]]), "P1 P9 R1 R4 R18 R22",
      "rolled_back", .rolledBack),
    PlayCase(
      "a target is never healthy", pairs("", ["ship/batch-2/w3/verify": [.fail]]), "P1 P9 R1 R3 R7 R11 R4 R18 R22",
      "rolled_back", .rolledBack),
    PlayCase(
      "one may fail", pairs("max_failures = 1", ["ship/batch-1/w2/update": [.fail]]),
      "P1 P9 R1 R3 R7 R11 R3 R8 R15 R17", "succeeded", .succeeded),
    PlayCase(
      "too few are left", pairs("max_failures = 2\nmin_available = 2", ["ship/batch-1/*/update": [.fail]]),
      "P1 P9 R1 R3 R7 R11 R2 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "nothing goes on",
      pairs(
        "drain = \"out\"\nrestore = \"in\"",
        ["ship/batch-1/w1/drain": [ScriptStep(.pass, take: .seconds(400))], "ship/batch-1/w1/update": [.hang]]),
      "P1 P9 R1 R5 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "cancelled in a batch",
      pairs("", ["ship/batch-1/w1/update": [.hang]], incidents: [(.seconds(60), .signal(.interrupt))]),
      "P1 P9 R1 R6 R18 R22", "rolled_back", .cancelled),
    PlayCase(
      "cancelled while targets are checked",
      pairs("", ["ship/batch-1/*/verify": [.hang]], incidents: [(.seconds(60), .signal(.interrupt))]),
      "P1 P9 R1 R6 R18 R22", "rolled_back", .cancelled),
    PlayCase(
      "the gate fails", pairs("", ["ship/batch-1/gate/w1": [.fail]]), "P1 P9 R1 R3 R9 R18 R22", "rolled_back",
      .rolledBack),
    PlayCase(
      "the gate cannot tell", pairs("gate = \"gate\"", ["ship/batch-1/gate": [.unknown]]),
      "P1 P9 R1 R3 R10 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "sick in the pause", pairs("pause = \"5m\"", ["ship/batch-1/watch/w1": [.fail]]),
      "P1 P9 R1 R3 R7 R12 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "cancelled in the pause", pairs("pause = \"5m\"", incidents: [(.seconds(100), .signal(.interrupt))]),
      "P1 P9 R1 R3 R7 R12 R18 R22", "rolled_back", .cancelled),
    PlayCase(
      "a person wants it back", pairs("pause = \"5m\"", incidents: [(.seconds(100), .wish(.abort))]),
      "P1 P9 R1 R3 R7 R12 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "approved", pairs("approve = [1]").attended(), "P1 P9 R1 R3 R7 R11 R13 R3 R8 R15 R17", "succeeded", .succeeded),
    PlayCase(
      "rejected", pairs("approve = [1]", ["ship/batch-1/approve": [.no]]).attended(), "P1 P9 R1 R3 R7 R11 R14 R18 R22",
      "rolled_back", .rolledBack),
    PlayCase(
      "sick with all targets", pairs("", ["ship/soak/w1": [.fail]]), "P1 P9 R1 R3 R7 R11 R3 R8 R16 R18 R22",
      "rolled_back", .rolledBack),
    PlayCase(
      "nobody can tell: halt", pairs("on_unknown = \"halt\"", ["ship/soak/w1": [.unknown]]),
      "P1 P9 R1 R3 R7 R11 R3 R8 R16", "halted unknown", .halted),
    PlayCase(
      "nobody can tell: kept", pairs("on_unknown = \"approve\"", ["ship/soak/w1": [.unknown]]).attended(),
      "P1 P9 R1 R3 R7 R11 R3 R8 R16 R16 R17", "succeeded", .succeeded),
    PlayCase(
      "only the batch goes back", pairs("on_failure = \"revert_batch\"", ["ship/batch-2/w3/update": [.fail]]),
      "P1 P9 R1 R3 R7 R11 R4 R19 R23", "halted mixed", .halted),
    PlayCase(
      "only the batch goes back, and is the first",
      pairs("on_failure = \"revert_batch\"", ["ship/batch-1/w2/update": [.fail]]),
      "P1 P9 R1 R4 R19 R23", "rolled_back", .rolledBack),
    PlayCase(
      "failures halt", pairs("on_failure = \"halt\"", ["ship/batch-1/w2/update": [.fail]]), "P1 P9 R1 R4 R20",
      "halted failure", .halted),
    PlayCase(
      "nothing was touched", .progressive("drain = \"out\"\nrestore = \"in\"", ["ship/batch-1/w1/drain": [.fail]]),
      "P1 P9 R1 R4 R21", "rolled_back", .rolledBack),
    PlayCase(
      "nothing was touched, and it is not back in the load balancer",
      .progressive(
        "drain = \"out\"\nrestore = \"in\"", ["ship/batch-1/w1/drain": [.fail], "ship/batch-1/w1/restore": [.fail]]),
      "P1 P9 R1 R4 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "it cannot be brought back there",
      .progressive(
        "drain = \"out\"\nrestore = \"in\"",
        ["ship/batch-1/w1/drain": [.fail], "ship/batch-1/w1/restore": [.fail], "ship/revert/w1/restore": [.fail]]),
      "P1 P9 R1 R4 R18 R24", "rollback_failed", .rollbackFailed),
    PlayCase(
      "it is brought back there at the second try",
      .progressive(
        "drain = \"out\"\nrestore = \"in\"",
        [
          "ship/batch-1/w1/drain": [.fail], "ship/batch-1/w1/restore": [.fail],
          "ship/revert/w1/restore": [.fail, .pass],
        ]),
      "P1 P9 R1 R4 R18 R22", "rolled_back", .rolledBack),
    PlayCase(
      "a target cannot be reverted", pairs("", ["ship/batch-1/w2/update": [.fail], "ship/revert/w2": [.fail]]),
      "P1 P9 R1 R4 R18 R24", "rollback_failed", .rollbackFailed),
    PlayCase(
      "a target is reverted at the second try",
      pairs("", ["ship/batch-1/w2/update": [.fail], "ship/revert/w2": [.fail, .pass]]), "P1 P9 R1 R4 R18 R22",
      "rolled_back", .rolledBack),
    PlayCase(
      "a reverted target is not healthy",
      pairs("undo_retries = 1", ["ship/batch-1/w2/update": [.fail], "ship/revert/w2/verify": [.fail]]),
      "P1 P9 R1 R4 R18 R24", "rollback_failed", .rollbackFailed),
    PlayCase(
      "the second signal ends all",
      pairs(
        "", ["ship/batch-1/w2/update": [.fail], "ship/revert/w2": [.hang]],
        incidents: [(.seconds(100), .signal(.interrupt)), (.seconds(110), .signal(.interrupt))]),
      "P1 P9 R1 R4 R18 R25", "interrupted", .cancelled),
    PlayCase(
      "paused, it goes on until it is safe", pairs("", incidents: [(.seconds(20), .pause)]),
      "P1 P9 R1 R3 R7 R11 R3 R8 R15 R17", "succeeded", .succeeded),
  ]

  @Test("goes by the table", arguments: cases)
  func plays(_ example: PlayCase) throws { try example.check() }

  @Test("reverts the batch that failed first, then those before it, and tells what is left")
  func order() throws {
    let outcome = try StagedRollout.progressive(
      Self.pairs + "undo_retries = 0", ["ship/batch-2/w4/update": [.fail], "ship/revert/w1": [.fail]]
    ).play()
    let reverts = outcome.changes.filter { $0.hasPrefix("ship/revert/") }
    #expect(Set(reverts.prefix(2)) == ["ship/revert/w3", "ship/revert/w4"])
    #expect(Set(reverts.suffix(2)) == ["ship/revert/w1", "ship/revert/w2"])
    #expect(outcome.finish?.commandsLeft == ["revert 'w1'"])
  }

  @Test("drains a target before it is updated, and restores it after")
  func draining() throws {
    let outcome = try StagedRollout.progressive("batches = [4]\ndrain = \"out\"\nrestore = \"in\"").play()
    #expect(outcome.end == "succeeded")
    #expect(
      outcome.starts.map(\.id).filter { $0.hasPrefix("ship/batch-1/w1/") && !$0.hasSuffix("verify") } == [
        "ship/batch-1/w1/drain", "ship/batch-1/w1/update", "ship/batch-1/w1/restore",
      ])
  }

  @Test("brings a target that failed back into the load balancer once it was reverted")
  func restoring() throws {
    let outcome = try StagedRollout.progressive(
      "drain = \"out\"\nrestore = \"in\"", ["ship/batch-1/w1/restore": [.fail]]
    ).play()
    #expect(outcome.end == "rolled_back")
    #expect(outcome.changes.suffix(2) == ["ship/revert/w1", "ship/revert/w1/restore"])
  }

  @Test("leaves targets alone that have the version")
  func current() throws {
    let outcome = try StagedRollout.progressive(
      Self.pairs + "current = \"current\"", ["ship/batch-*/w2/current": [.says("2")]]
    ).play()
    #expect(outcome.end == "succeeded")
    #expect(!outcome.changes.contains("ship/batch-1/w2/update"))
    #expect(outcome.coverage.contains { $0.hasPrefix("T3 ") })
  }

  @Test("begins no further target where the version is asked for while others fail")
  func stopping() throws {
    let outcome = try StagedRollout.progressive(
      Self.pairs + "current = \"current\"",
      ["ship/batch-1/w1/update": [.fail], "ship/batch-1/w2/current": [.pass, ScriptStep(.pass, take: .seconds(5))]]
    ).play()
    #expect(outcome.end == "rolled_back")
    #expect(!outcome.changes.contains("ship/batch-1/w2/update"))
  }

  @Test("asks no target for its version any more once it is cancelled")
  func stoppingEarly() throws {
    let outcome = try StagedRollout.progressive(
      Self.pairs + "current = \"current\"", ["ship/batch-1/*/current": [.pass, .hang]],
      incidents: [(.seconds(10), .signal(.interrupt))]
    ).play()
    #expect(outcome.story == "P1 P9 R1 R6 R21")
    #expect(outcome.changes.isEmpty)
  }

  @Test("is not due to a target that cannot tell its version, which is updated all the same")
  func cause() throws {
    let outcome = try StagedRollout.progressive(
      Self.pairs + "current = \"current\"",
      ["ship/batch-*/w1/current": [.fail], "ship/batch-2/w3/update": [.fail]]
    ).play()
    #expect(outcome.end == "rolled_back")
    #expect(outcome.causes == ["ship/batch-2/w3/update"])
  }

  @Test("updates no more targets at once than may be", arguments: [("parallel = 1", 8, 1), ("", 2, 2), ("", 8, 4)])
  func parallel(keys: String, jobs: Int, expected: Int) throws {
    var staged = StagedRollout.progressive("batches = [\"100%\"]\n" + keys)
    staged.options = RunOptions(jobs: jobs)
    let outcome = try staged.play()
    let updates = outcome.starts.filter { $0.id.hasSuffix("/update") }
    #expect(updates.count == 4)
    #expect(updates.count { $0.at == updates.first?.at } == expected)
  }

  @Test("takes two hundred targets")
  func many() throws {
    var staged = StagedRollout.progressive("batches = [\"50%\"]", targets: 200)
    staged.options = RunOptions(jobs: 64)
    let outcome = try staged.play()
    #expect(outcome.story == "P1 P9 R1 R3 R7 R11 R3 R8 R15 R17")
    #expect(outcome.changes.count == 200)
  }
}

extension StagedRollout {
  /// With targets that have a version.
  func with(version: String) -> StagedRollout {
    var staged = self
    staged.version = version
    return staged
  }
}
