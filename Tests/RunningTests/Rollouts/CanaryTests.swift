import Running
import Testing
import Values

@Suite("Canary")
struct CanaryTests {
  private static let weight = "weight = \"weight\""
  private static let replaced = "promote_replaces_stable = true"
  /// Two samples of a step of two minutes pass, of the others nobody can tell.
  private static let sparse: [ScriptStep] = [
    ScriptStep(.unknown, times: 4), .pass, ScriptStep(.unknown, times: 4), .pass, .unknown,
  ]
  private static let back = "K37 K40 K41"

  /// Two signals while the time for open requests runs.
  private static func signals(_ times: Int...) -> [(at: Duration, what: StagedRollout.Incident)] {
    times.map { (.seconds($0), .signal(.interrupt)) }
  }

  static let forward = [
    PlayCase(
      "healthy", .canary(), "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded, place: "100"),
    PlayCase(
      "healthy, with a probe of the weight", .canary(weight), "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K27 K32 K36",
      "succeeded", .succeeded, place: "100"),
    PlayCase(
      "the old version is stopped", .canary("retire = \"stop\""),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K32 K35 K36", "succeeded", .succeeded),
    PlayCase(
      "the old version does not stop", .canary("retire = \"stop\"", ["ship/retire": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K32 K35 K36", "succeeded", .succeeded),
    PlayCase(
      "somebody is at it", .canary(weight, ["ship/before": [.says("25")]]), "P1 P12", "refused drift", .refused),
    PlayCase(
      "the weight is no number", .canary(weight, ["ship/before": [.says("many")]]), "P1 P11", "refused ambiguous",
      .refused),
    PlayCase(
      "approved", .canary("approve = [1]").attended(), "P1 P9 K1 K2 K4 K6 K14 K17 K24 K6 K14 K16 K27 K32 K36",
      "succeeded", .succeeded),
    PlayCase(
      "approved behind the last step", .canary("approve = [2]").attended(),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K17 K24 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "promoted by a person", .canary("", incidents: [(.seconds(60), .wish(.promote))]),
      "P1 P9 K1 K2 K4 K6 K14 K22 K27 K32 K36", "succeeded", .succeeded, place: "100"),
    PlayCase(
      "promoted by a person, who finds the weight of the first step",
      .canary(weight, incidents: [(.seconds(60), .wish(.promote))]),
      "P1 P9 K1 K2 K4 K6 K7 K22 K27 K32 K36", "succeeded", .succeeded, place: "100"),
    PlayCase(
      "promoted while somebody thinks",
      .canary(
        "approve = true", ["ship/step-1/approve": [.hang]], incidents: [(.seconds(300), .wish(.promote))]
      ).attended(), "P1 P9 K1 K2 K4 K6 K14 K17 K22 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "a metric that is only told",
      .canary(#"metrics = [{ name = "m", value = "m", max = 1, kind = "info" }]"#, ["ship/step-*/m": [.says("5")]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "few samples, then enough", .canary("", ["ship/step-1/analyse": sparse + [.pass]]),
      "P1 P9 K1 K2 K4 K6 K14 K19 K15 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "few samples, while one of the old version's hangs",
      .canary(
        "stable_check = \"stable\"", ["ship/step-1/analyse": sparse + [.pass], "ship/step-1/stable": [.hang]]),
      "P1 P9 K1 K2 K4 K6 K14 K19 K15 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "nobody can tell: kept", .canary("on_unknown = \"approve\"", ["ship/soak": [.unknown]]).attended(),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K33 K33 K36", "succeeded", .succeeded),
    PlayCase(
      "nobody can tell in a step: go on",
      .canary("on_unknown = \"approve\"", ["ship/step-1/analyse": [.unknown]]).attended(),
      "P1 P9 K1 K2 K4 K6 K14 K20 K24 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded),
  ]

  static let back1 = [
    PlayCase("deploying fails", .canary("", ["ship/deploy": [.fail]]), "P1 P9 K1 K3 K41", "rolled_back", .rolledBack),
    PlayCase("never healthy", .canary("", ["ship/verify": [.fail]]), "P1 P9 K1 K2 K5 K41", "rolled_back", .rolledBack),
    PlayCase(
      "sick in the first step", .canary("", ["ship/step-1/analyse": [.fail]]), "P1 P9 K1 K2 K4 K6 K14 K18 \(back)",
      "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "sick in the second step", .canary(weight, ["ship/step-2/analyse": [.pass, .fail, .fail]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K18 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "a metric is too high",
      .canary(#"metrics = [{ name = "m", value = "m", max = 1 }]"#, ["ship/step-2/m": [.says("5")]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K18 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "both are sick",
      .canary("stable_check = \"stable\"", ["ship/step-1/analyse": [.fail], "ship/step-1/stable": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K21 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "the old version is sick by now",
      .canary("stable_check = \"stable\"", ["ship/step-1/analyse": [.fail], "ship/undo-check": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K18 K39", "rollback_failed stable_unhealthy", .rollbackFailed),
    PlayCase(
      "few samples for ever", .canary("", ["ship/step-1/analyse": sparse + sparse + sparse + sparse + sparse]),
      "P1 P9 K1 K2 K4 K6 K14 K19 K19 K20 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "nobody can tell: halt", .canary("on_unknown = \"halt\"", ["ship/step-1/analyse": [.unknown]]),
      "P1 P9 K1 K2 K4 K6 K14 K20", "halted unknown", .halted, place: "10"),
    PlayCase(
      "a person wants it back", .canary("", incidents: [(.seconds(60), .wish(.abort))]),
      "P1 P9 K1 K2 K4 K6 K14 K23 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "cancelled", .canary("", incidents: signals(60)), "P1 P9 K1 K2 K4 K6 K14 K23 \(back)", "rolled_back",
      .cancelled, place: "0"),
    PlayCase(
      "rejected", .canary("approve = true", ["ship/step-1/approve": [.no]]).attended(),
      "P1 P9 K1 K2 K4 K6 K14 K17 K25 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "sick while somebody thinks",
      .canary("approve = true", ["ship/step-1/approve": [.hang], "ship/step-1/watch": [.fail]]).attended(),
      "P1 P9 K1 K2 K4 K6 K14 K17 K26 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "a shift fails", .canary("", ["ship/step-1/shift": [.fail]]), "P1 P9 K1 K2 K4 K6 K14 \(back)", "rolled_back",
      .rolledBack, place: "0"),
    PlayCase(
      "the first shift fails, and has moved nothing", .canary(weight, ["ship/step-1/shift": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K9 K41", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "the second shift fails, and has moved nothing", .canary(weight, ["ship/step-2/shift": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K10 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "a shift fails, and has moved", .canary(weight, ["ship/step-1/shift": [ScriptStep(.fail, moves: true)]]),
      "P1 P9 K1 K2 K4 K6 K8 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "a shift lies", .canary(weight, ["ship/step-1/shift": [ScriptStep(.pass, moves: false)]]),
      "P1 P9 K1 K2 K4 K6 K11 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "no answer after a shift", .canary(weight, ["ship/step-1/confirm": [.unknown]]),
      "P1 P9 K1 K2 K4 K6 K13 \(back)", "rolled_back", .rolledBack),
  ]

  static let further = [
    PlayCase(
      "another weight before a step", .canary(weight, ["ship/step-2/guard": [.says("70")]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K12", "halted drift", .halted),
    PlayCase(
      "no answer before a step", .canary(weight, ["ship/step-2/guard": [.unknown]]), "P1 P9 K1 K2 K4 K6 K7 K15 K12",
      "halted ambiguous", .halted),
    PlayCase(
      "another weight before all traffic is moved", .canary(weight, ["ship/promote/guard": [.says("0")]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K12", "halted drift", .halted),
    PlayCase(
      "no answer before all traffic is moved", .canary(weight, ["ship/promote/guard": [.unknown]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K12", "halted ambiguous", .halted),
    PlayCase(
      "cancelled before all traffic is moved, with nothing replaced",
      .canary(weight + "\n" + replaced, ["ship/promote/guard": [.hang]], incidents: signals(320)),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K28 \(back)", "rolled_back", .cancelled, place: "0"),
    PlayCase(
      "taken up again before all traffic is moved, with nothing replaced",
      .canary(
        weight + "\n" + replaced, ["ship/promote/guard": [.hang]], incidents: [(.seconds(320), .death(.recover))]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K44 K28 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "another weight after a step", .canary(weight, ["ship/step-1/confirm": [.says("30")]]),
      "P1 P9 K1 K2 K4 K6 K12", "halted drift", .halted),
    PlayCase(
      "another weight while it is watched", .canary(weight, ["ship/drift": [.says("100"), .says("80")]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K27 K12", "halted drift", .halted),
    PlayCase(
      "promoting fails", .canary("", ["ship/promote": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K28 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "promoting is not confirmed", .canary(weight, ["ship/promote/confirm": [.says("50")]]),
      "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K28 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "promoting fails with nothing to go back to", .canary(replaced, ["ship/promote": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K29 K30", "halted promotion", .halted, place: "100"),
    PlayCase(
      "nor does the safe side work",
      .canary("undo_retries = 1\n" + replaced, ["ship/promote": [.fail], "ship/forward-hold": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K29 K31 K31", "rollback_failed", .rollbackFailed),
    PlayCase(
      "sick with all traffic", .canary("", ["ship/soak": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K33 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "nobody can tell with all traffic: halt", .canary("on_unknown = \"halt\"", ["ship/soak": [.unknown]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K33", "halted unknown", .halted),
    PlayCase(
      "sick with nothing to go back to", .canary(replaced, ["ship/soak": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K34", "halted promoted", .halted, place: "100"),
    PlayCase(
      "sick, and promoting can be undone", .canary("undo_promote = \"restore\"\n" + replaced, ["ship/soak": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K34 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "going back takes two tries", .canary("", ["ship/step-1/analyse": [.fail], "ship/undo-shift": [.fail, .pass]]),
      "P1 P9 K1 K2 K4 K6 K14 K18 K38 \(back)", "rolled_back", .rolledBack, place: "0"),
    PlayCase(
      "going back does not work",
      .canary("undo_retries = 2", ["ship/step-1/analyse": [.fail], "ship/undo-shift": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K18 K38 K38 K38", "rollback_failed", .rollbackFailed, place: "10"),
    PlayCase(
      "what is left over stays",
      .canary("undo_retries = 0\ncleanup = \"rm\"", ["ship/step-1/analyse": [.fail], "ship/undo-deploy": [.fail]]),
      "P1 P9 K1 K2 K4 K6 K14 K18 \(back)", "rolled_back leftovers", .rolledBack),
    PlayCase(
      "a signal while requests drain ends that time",
      .canary("drain = \"20m\"", ["ship/step-1/analyse": [.fail]], incidents: signals(300)),
      "P1 P9 K1 K2 K4 K6 K14 K18 \(back)", "rolled_back", .cancelled),
    PlayCase(
      "the second signal ends all",
      .canary(
        "drain = \"20m\"\ncleanup = \"rm\"", ["ship/step-1/analyse": [.fail], "ship/undo-deploy": [.hang]],
        incidents: signals(300, 310)), "P1 P9 K1 K2 K4 K6 K14 K18 K37 K40 K43", "interrupted", .cancelled),
    PlayCase(
      "failures halt", .canary("on_failure = \"halt\"", ["ship/step-1/analyse": [.fail]]), "P1 P9 K1 K2 K4 K6 K14 K42",
      "halted", .halted, place: "10"),
    PlayCase(
      "paused, it goes on until it is safe", .canary("", incidents: [(.seconds(60), .pause)]),
      "P1 P9 K1 K2 K4 K6 K14 K15 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded, place: "100"),
  ]

  @Test("goes forward by the table", arguments: forward)
  func goesForward(_ example: PlayCase) throws { try example.check() }

  @Test("goes back by the table", arguments: back1)
  func goesBack(_ example: PlayCase) throws { try example.check() }

  @Test("ends otherwise by the table", arguments: further)
  func goesOtherwise(_ example: PlayCase) throws { try example.check() }

  @Test("undoes a promotion only where there was one")
  func promotion() throws {
    let keys = "undo_promote = \"restore\"\n" + Self.replaced
    let early = try StagedRollout.canary(keys, ["ship/step-1/analyse": [.fail]]).play()
    #expect(!early.changes.contains("ship/undo-promote"))
    let late = try StagedRollout.canary(keys, ["ship/soak": [.fail]]).play()
    #expect(late.changes.suffix(2) == ["ship/undo-promote", "ship/undo-shift"])
    let failed = try StagedRollout.canary(
      keys + "\nundo_retries = 0\ncleanup = \"rm\"", ["ship/soak": [.fail], "ship/undo-promote": [.fail]]
    ).play()
    #expect(failed.finish?.commandsLeft == ["restore", "shift '0'", "rm"])
  }

  @Test("says that the old version was sick as well")
  func baseline() throws {
    let outcome = try StagedRollout.canary(
      "stable_check = \"stable\"", ["ship/step-1/analyse": [.fail], "ship/step-1/stable": [.fail]]
    ).play()
    #expect(outcome.moves.first { $0.row == "K21" }?.cause == "baseline")
  }

  @Test("leaves the safe side as the thing to do where that did not work")
  func forwardHold() throws {
    let outcome = try StagedRollout.canary(
      "undo_retries = 0\n" + Self.replaced, ["ship/promote": [.fail], "ship/forward-hold": [.fail]]
    ).play()
    #expect(outcome.finish?.commandsLeft == ["shift '100'"])
  }

  @Test(
    "leaves nothing to do that sends traffic to what was replaced",
    arguments: [
      ("", ["ship/promote": [ScriptStep.hang]], signals(300, 310), ["shift '100'"]),
      ("undo_promote = \"restore\"\n", [:], [(.seconds(300), .signal(.quit))], ["restore", "shift '0'"]),
    ])
  func leftAfterPromotion(
    _ keys: String, _ script: [String: [ScriptStep]], _ incidents: [(at: Duration, what: StagedRollout.Incident)],
    _ left: [String]
  ) throws {
    let outcome = try StagedRollout.canary(keys + Self.replaced, script, incidents: incidents).play()
    #expect(outcome.end == "interrupted")
    #expect(outcome.finish?.commandsLeft == left)
  }
}
