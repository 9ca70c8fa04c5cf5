import Running
import Testing
import Values

/// A rollout as it is played, and the rows of the tables that it must go by.
struct PlayCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let rollout: StagedRollout
  let rows: String
  let end: String
  let status: RunStatus
  var place: String?

  init(
    _ name: String, _ rollout: StagedRollout, _ rows: String, _ end: String, _ status: RunStatus, place: String? = nil
  ) {
    testDescription = name
    (self.rollout, self.rows, self.end, self.status, self.place) = (rollout, rows, end, status, place)
  }

  @discardableResult
  func check() throws -> StagedRollout.Outcome {
    let outcome = try rollout.play()
    #expect(outcome.story == rows)
    #expect(outcome.end == end)
    #expect(outcome.finish?.status == status)
    if let place { #expect(outcome.place == place) }
    #expect(outcome.misplaced == [])
    return outcome
  }
}

@Suite("Blue-green")
struct BlueGreenTests {
  private static let cleanup = "cleanup = \"remove {{rollout.idle}}\""
  private static let twice: [(at: Duration, what: StagedRollout.Incident)] = [
    (.seconds(60), .signal(.interrupt)), (.seconds(70), .signal(.interrupt)),
  ]

  static let cases = [
    PlayCase(
      "healthy", .blueGreen(), "P1 P9 B1 B2 B5 B10 B14 B15 B21 B28", "succeeded", .succeeded, place: "green"),
    PlayCase(
      "the old side is stopped", .blueGreen("retire = \"stop\""), "P1 P9 B1 B2 B5 B10 B14 B15 B20 B26 B28", "succeeded",
      .succeeded),
    PlayCase(
      "the old side does not stop", .blueGreen("retire = \"stop\"", ["ship/retire": [.fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B20 B27 B28", "succeeded", .succeeded, place: "green"),
    PlayCase(
      "sick before", .blueGreen("", ["ship/preflight": [.fail]]), "P1 P10", "refused unhealthy_before", .refused,
      place: "blue"),
    PlayCase(
      "an unknown colour", .blueGreen("", ["ship/before": [.says("red")]]), "P1 P11", "refused ambiguous", .refused),
    PlayCase(
      "no answer where traffic is", .blueGreen("", ["ship/before": [.unknown]]), "P1 P11", "refused ambiguous", .refused
    ),
    PlayCase(
      "there already", .blueGreen("previous = \"2\""), "P1 P13", "succeeded noop", .succeeded, place: "blue"),
    PlayCase(
      "deploying fails", .blueGreen(cleanup, ["ship/deploy": [.fail]]), "P1 P9 B1 B3 B32", "rolled_back", .rolledBack,
      place: "blue"),
    PlayCase(
      "deploying takes too long", .blueGreen("", ["ship/deploy": [.late]]), "P1 P9 B1 B3 B32", "rolled_back",
      .rolledBack),
    PlayCase(
      "cancelled while deploying, which ends in its grace", .blueGreen("", ["ship/deploy": [ScriptStep(.cancel)]]),
      "P1 P9 B1 B2 B7 B32", "rolled_back", .cancelled),
    PlayCase(
      "cancelled while deploying, which does not end",
      .blueGreen("", ["ship/deploy": [.hang]], incidents: [(.seconds(60), .signal(.interrupt))]), "P1 P9 B1 B4 B32",
      "rolled_back", .cancelled),
    PlayCase(
      "never healthy", .blueGreen("", ["ship/verify": [.fail]]), "P1 P9 B1 B2 B7 B32", "rolled_back", .rolledBack),
    PlayCase(
      "approved", .blueGreen("approve = true").attended(), "P1 P9 B1 B2 B6 B8 B10 B14 B15 B21 B28", "succeeded",
      .succeeded),
    PlayCase(
      "rejected", .blueGreen("approve = true", ["ship/approve": [.no]]).attended(), "P1 P9 B1 B2 B6 B9 B32",
      "rolled_back", .rolledBack),
    PlayCase(
      "nobody approves", .blueGreen("approve = true", ["ship/approve": [.hang]]).attended(), "P1 P9 B1 B2 B6 B9 B32",
      "rolled_back", .rolledBack),
    PlayCase(
      "sick while somebody thinks",
      .blueGreen("approve = true", ["ship/approve": [.hang], "ship/watch": [.pass, .fail]]).attended(),
      "P1 P9 B1 B2 B6 B9 B32", "rolled_back", .rolledBack),
    PlayCase(
      "cancelled while somebody thinks",
      .blueGreen(
        "approve = true", ["ship/approve": [.hang]], incidents: [(.seconds(300), .signal(.terminate))]
      ).attended(), "P1 P9 B1 B2 B6 B9 B32", "rolled_back", .cancelled),
    PlayCase(
      "somebody else has switched", .blueGreen("", ["ship/guard": [.says("green")]]), "P1 P9 B1 B2 B5 B11",
      "halted drift", .halted),
    PlayCase(
      "no answer before the switch", .blueGreen("", ["ship/guard": [.unknown]]), "P1 P9 B1 B2 B5 B12",
      "halted ambiguous", .halted),
    PlayCase(
      "cancelled before the switch",
      .blueGreen("", ["ship/guard": [.hang]], incidents: [(.seconds(30), .signal(.interrupt))]),
      "P1 P9 B1 B2 B5 B13 B32", "rolled_back", .cancelled),
    PlayCase(
      "the switch lies", .blueGreen("", ["ship/switch": [ScriptStep(.pass, moves: false)]]),
      "P1 P9 B1 B2 B5 B10 B14 B18 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "the switch fails and has moved", .blueGreen("", ["ship/switch": [ScriptStep(.fail, moves: true)]]),
      "P1 P9 B1 B2 B5 B10 B14 B16 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "the switch fails and has not moved", .blueGreen("", ["ship/switch": [.fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B17 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "the switch fails and has not moved, as the second answer tells",
      .blueGreen("", ["ship/switch": [.fail], "ship/confirm": [.says("?"), .says("blue")]]),
      "P1 P9 B1 B2 B5 B10 B14 B17 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "no answer after the switch", .blueGreen("", ["ship/confirm": [.unknown]]),
      "P1 P9 B1 B2 B5 B10 B14 B19 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "sick after the switch", .blueGreen("", ["ship/soak": [.pass, .fail, .fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "a person wants it back", .blueGreen("", incidents: [(.seconds(60), .wish(.abort))]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "what it cannot do is not done", .blueGreen("", incidents: [(.seconds(60), .wish(.promote))]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B21 B28", "succeeded", .succeeded),
    PlayCase(
      "nobody can tell", .blueGreen("", ["ship/soak": [.unknown]]), "P1 P9 B1 B2 B5 B10 B14 B15 B23 B29 B32",
      "rolled_back", .rolledBack),
    PlayCase(
      "nobody can tell: halt", .blueGreen("on_unknown = \"halt\"", ["ship/soak": [.unknown]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B23", "halted unknown", .halted, place: "green"),
    PlayCase(
      "nobody can tell: kept", .blueGreen("on_unknown = \"approve\"", ["ship/soak": [.unknown]]).attended(),
      "P1 P9 B1 B2 B5 B10 B14 B15 B23 B25a B28", "succeeded", .succeeded, place: "green"),
    PlayCase(
      "nobody can tell: not kept",
      .blueGreen("on_unknown = \"approve\"", ["ship/soak": [.unknown], "ship/soak/approve": [.no]]).attended(),
      "P1 P9 B1 B2 B5 B10 B14 B15 B23 B25b B29 B32", "rolled_back", .rolledBack),
    PlayCase(
      "somebody moves traffic while it is watched", .blueGreen("", ["ship/drift": [.says("green"), .says("blue")]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B24", "halted drift", .halted),
    PlayCase(
      "going back takes two tries", .blueGreen("", ["ship/soak": [.fail], "ship/undo-switch": [.fail, .pass]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B30 B29 B32", "rolled_back", .rolledBack, place: "blue"),
    PlayCase(
      "going back does not work", .blueGreen("", ["ship/soak": [.fail], "ship/undo-switch": [.fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B30 B30 B30 B31", "rollback_failed", .rollbackFailed),
    PlayCase(
      "the old side is sick by now",
      .blueGreen("undo_retries = 1", ["ship/soak": [.fail], "ship/undo-check": [.fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B30 B31", "rollback_failed", .rollbackFailed),
    PlayCase(
      "what is left over stays", .blueGreen(cleanup, ["ship/soak": [.fail], "ship/undo-deploy": [.fail]]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B29 B33 B33 B33 B33", "rolled_back leftovers", .rolledBack),
    PlayCase(
      "the second signal ends all", .blueGreen("", ["ship/undo-switch": [.hang]], incidents: twice),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B35", "interrupted", .cancelled),
    PlayCase(
      "failures halt", .blueGreen("on_failure = \"halt\"", ["ship/deploy": [.fail]]), "P1 P9 B1 B34", "halted", .halted),
    PlayCase(
      "paused, it goes on until it is safe", .blueGreen("", incidents: [(.seconds(60), .pause)]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B21 B28", "succeeded", .succeeded, place: "green"),
    PlayCase(
      "paused, it still goes back",
      .blueGreen("", ["ship/soak": [ScriptStep(.pass, times: 5), .fail]], incidents: [(.seconds(60), .pause)]),
      "P1 P9 B1 B2 B5 B10 B14 B15 B22 B29 B32", "rolled_back", .halted, place: "blue"),
  ]

  @Test("goes by the table", arguments: cases)
  func plays(_ example: PlayCase) throws { try example.check() }

  @Test("is made although the version is live where that is forced")
  func forced() throws {
    var staged = StagedRollout.blueGreen("previous = \"2\"")
    staged.options.forcesRollouts = true
    #expect(try staged.play().story == "P1 P9 B1 B2 B5 B10 B14 B15 B21 B28")
  }

  @Test(
    "waits for no change after a command that has failed",
    arguments: [
      (StagedRollout.blueGreen("", ["ship/switch": [.fail]]), "B17"),
      (.canary("weight = \"weight\"", ["ship/step-1/shift": [.fail]]), "K9"),
      (.canary("weight = \"weight\"", ["ship/step-1/shift": [.late]]), "K9"),
    ])
  func settled(_ staged: StagedRollout, _ row: String) throws {
    let outcome = try staged.play()
    #expect(outcome.rows.contains(row))
    #expect(outcome.starts.count { $0.id.hasSuffix("confirm") && !$0.id.contains("undo") } == 1)
  }

  @Test("tells what is left to do by hand, in order, where going back has failed")
  func leftovers() throws {
    let outcome = try StagedRollout.blueGreen(Self.cleanup, ["ship/soak": [.fail], "ship/undo-switch": [.fail]]).play()
    #expect(outcome.finish?.commandsLeft == ["point 'blue'", "remove 'green'"])
  }

  @Test("waits longer and longer apart between tries to go back, one to ten seconds")
  func backoff() throws {
    let outcome = try StagedRollout.blueGreen("", ["ship/soak": [.fail], "ship/undo-switch": [.fail]]).play()
    let starts = outcome.starts.filter { $0.id == "ship/undo-switch" }.map(\.at)
    #expect(starts.count == 4)
    for (one, next) in zip(starts, starts.dropFirst()) {
      #expect((Duration.seconds(2)...Duration.seconds(11)).contains(next - one))
    }
  }

  @Test("looks at what failed before it is cleared away, and not before traffic is back")
  func capture() throws {
    let staged = StagedRollout.blueGreen(
      Self.cleanup + "\non_fail_capture = \"logs\"",
      ["ship/soak": [.fail], "ship/capture": [ScriptStep(.pass, take: .seconds(9))]])
    let outcome = try staged.play()
    #expect(outcome.end == "rolled_back")
    let ids = outcome.starts.map(\.id)
    #expect(ids.count { $0 == "ship/capture" } == 1)
    let start = { (id: String) in outcome.starts.first { $0.id == id }?.at ?? .zero }
    #expect(start("ship/undo-switch") == start("ship/capture"))
    #expect(start("ship/undo-deploy") >= start("ship/capture") + .seconds(9))
    #expect(outcome.statuses["ship/capture"] == .succeeded)
  }

  @Test("does not look at what a person wanted to end")
  func noCapture() throws {
    let outcome = try StagedRollout.blueGreen(
      "on_fail_capture = \"logs\"", incidents: [(.seconds(60), .signal(.interrupt))]
    ).play()
    #expect(!outcome.starts.contains { $0.id == "ship/capture" })
  }
}

extension StagedRollout {
  /// With a person at the terminal.
  func attended() -> StagedRollout {
    var staged = self
    staged.options.hasTerminal = true
    return staged
  }
}
