import Running
import Testing
import Values

/// Rollouts whose process dies at any moment, and that are taken up.
@Suite("Rollouts that are taken up")
struct RecoveredRolloutTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rollout: StagedRollout
    let old: String?
    let new: String?
    /// Until when something of it goes on, in seconds.
    let end: Int
  }

  static let cases = [
    Case(
      testDescription: "blue-green", rollout: .blueGreen("cleanup = \"rm\"\nretire = \"stop\""), old: "blue",
      new: "green", end: 330),
    Case(
      testDescription: "canary", rollout: .canary("weight = \"weight\"\ncleanup = \"rm\"\nretire = \"stop\""), old: "0",
      new: "100", end: 600),
    Case(testDescription: "canary without a probe", rollout: .canary(), old: "0", new: "100", end: 600),
    Case(
      testDescription: "progressive", rollout: .progressive("drain = \"out\"\nrestore = \"in\""), old: nil, new: nil,
      end: 500),
  ]

  @Test("recovered, whenever that is, they come to the old version, or stay with the new one", arguments: cases)
  func recovered(_ example: Case) throws {
    for second in stride(from: 1, through: example.end, by: 7) {
      var staged = example.rollout
      staged.incidents = [(.milliseconds(second * 1000 + 500), .death(.recover))]
      let outcome = try staged.play()
      let last = outcome.moves.last?.to
      #expect(
        last == .rolledBack || last == .succeeded || last == .refused || last == .observing,
        "\(second): \(outcome.story)")
      if last == .rolledBack, let old = example.old { #expect(outcome.place == old, "\(second): \(outcome.story)") }
      if last == .succeeded, let new = example.new { #expect(outcome.place == new, "\(second): \(outcome.story)") }
      #expect(outcome.finish != nil, "\(second): \(outcome.story)")
      if example.old == nil, last == .rolledBack { Self.expectReverted(outcome, at: second) }
    }
  }

  /// Whatever was updated was reverted.
  private static func expectReverted(_ outcome: StagedRollout.Outcome, at second: Int) {
    let updated = Set(outcome.changes.filter { $0.hasSuffix("/update") }.map { $0.split(separator: "/")[2] })
    let reverted = Set(
      outcome.changes.filter { $0.hasPrefix("ship/revert/") && !$0.hasSuffix("/restore") }.map {
        $0.split(separator: "/")[2]
      })
    #expect(updated == reverted, "\(second): \(outcome.changes)")
  }

  @Test("are told as orphaned by the row of their table, and go on from where they stood")
  func orphaned() throws {
    let staged = StagedRollout.blueGreen("", incidents: [(.seconds(100), .death(.recover))])
    let outcome = try staged.play()
    #expect(outcome.story == "P1 P9 B1 B2 B5 B10 B14 B15 B36 B22 B29 B32")
    #expect(outcome.moves.first { $0.row == "B36" }?.from == .orphaned)
    #expect(outcome.place == "blue")
  }

  @Test("ask where the traffic is before anything else where a switch was under way")
  func switching() throws {
    let staged = StagedRollout.blueGreen(
      "", ["ship/switch": [ScriptStep(.pass, take: .seconds(60))]], incidents: [(.seconds(50), .death(.recover))])
    #expect(try staged.play().story == "P1 P9 B1 B2 B5 B10 B36 B14 B17 B32")
  }

  @Test("go on going back where they had begun to")
  func goingBack() throws {
    let staged = StagedRollout.blueGreen(
      "on_fail_capture = \"logs\"",
      ["ship/soak": [.fail], "ship/undo-switch": [ScriptStep(.pass, take: .seconds(100))]],
      incidents: [(.seconds(90), .death(.recover))])
    let outcome = try staged.play()
    #expect(outcome.story == "P1 P9 B1 B2 B5 B10 B14 B15 B22 B36 B29 B32")
    #expect(outcome.place == "blue")
    // The failure was looked at in its time.
    #expect(outcome.starts.count { $0.id == "ship/capture" } == 1)
  }

  @Test("go forward where the run is resumed", arguments: [100, 200])
  func resumed(second: Int) throws {
    let staged = StagedRollout.blueGreen("", incidents: [(.seconds(second), .death(.resume))])
    let outcome = try staged.play()
    #expect(outcome.end == "succeeded")
    #expect(outcome.place == "green")
    #expect(outcome.changes.count { $0 == "ship/switch" } == 1)
  }
}
