import Running
import Testing
import Values

/// What is found while a rollout is watched: at the end of a window, while a person thinks, by metrics and baselines.
@Suite("Rollouts that are watched")
struct WatchedRolloutTests {
  private static let begun = "P1 P9 K1 K2 K4 K6 K14"
  private static let promoted = begun + " K15 K6 K14 K16 K27"
  private static let back = "K37 K40 K41"
  private static let asks = "on_unknown = \"approve\"\n"
  private static let weight = "weight = \"weight\"\n"
  private static let metric = #"metrics = [{ name = "m", value = "m", max = 10 }]"#
  private static let compared = #"metrics = [{ name = "m", value = "m", baseline = "b", max_ratio = 2 }]"#
  /// A sample that ends after the window of forty seconds is over.
  private static func late(_ ending: ScriptStep.Ending) -> ScriptStep { ScriptStep(ending, take: .seconds(29)) }

  static let windows = [
    PlayCase(
      "a failure at the end of the window is one",
      .canary("hold = \"40s\"", ["ship/step-1/analyse": [.pass, .fail, late(.fail)]]), "\(begun) K18 \(back)",
      "rolled_back", .rolledBack),
    PlayCase(
      "too much that tells nothing at its end is no want of samples",
      .canary("hold = \"40s\"\nunknown_limit = 1", ["ship/step-1/analyse": [.pass, .unknown, late(.unknown)]]),
      "\(begun) K20 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "a failure at the end of the soak is one",
      .canary("soak = \"40s\"\non_unknown = \"halt\"", ["ship/soak": [.pass, .fail, late(.fail)]]),
      "\(promoted) K33 \(back)", "rolled_back", .rolledBack),
  ]

  static let waits = [
    PlayCase(
      "sick while somebody thinks, after nobody could tell",
      .canary(
        "approve = true",
        ["ship/step-1/approve": [.hang], "ship/step-1/watch": [ScriptStep(.unknown, times: 6), .fail]]
      ).attended(), "\(begun) K17 K26 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "a metric is too high while somebody thinks",
      .canary(
        "approve = true\n" + metric, ["ship/step-1/approve": [.hang], "ship/step-1/watch/m": [.says("50")]]
      ).attended(), "\(begun) K17 K26 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "a metric that is only told is, while somebody thinks",
      .canary(
        "approve = [1]\n" + #"metrics = [{ name = "m", value = "m", max = 10, kind = "info" }]"#,
        ["ship/step-1/approve": [ScriptStep(.pass, take: .seconds(300))], "ship/step-1/watch/m": [.says("50")]]
      ).attended(), "\(begun) K17 K24 K6 K14 K16 K27 K32 K36", "succeeded", .succeeded),
    PlayCase(
      "somebody moves traffic while somebody else thinks whether to keep it",
      .canary(
        asks + weight,
        [
          "ship/soak": [.unknown], "ship/soak/approve": [.hang], "ship/drift": [.says("100", times: 9), .says("80")],
        ]
      ).attended(), "P1 P9 K1 K2 K4 K6 K7 K15 K6 K7 K16 K27 K33 K12", "halted drift", .halted),
    PlayCase(
      "somebody switches while somebody else thinks whether to keep it",
      .blueGreen(
        asks,
        [
          "ship/soak": [.unknown], "ship/soak/approve": [.hang],
          "ship/drift": [.says("green", times: 40), .says("blue")],
        ]
      ).attended(), "P1 P9 B1 B2 B5 B10 B14 B15 B23 B24", "halted drift", .halted),
  ]

  static let metrics = [
    PlayCase(
      "nobody can ask for a metric",
      .canary("on_unknown = \"halt\"\n" + metric, ["ship/step-1/m": [ScriptStep(.exit(2))]]), "\(begun) K20",
      "halted unknown", .halted),
    PlayCase(
      "a metric takes too long", .canary("on_unknown = \"halt\"\n" + metric, ["ship/step-1/m": [.late]]),
      "\(begun) K19 K19 K20", "halted unknown", .halted),
    PlayCase(
      "the server of metrics is broken",
      .canary(
        "on_unknown = \"halt\"\n" + #"metrics = [{ name = "m", value = { url = "http://m/" }, max = 1 }]"#,
        ["ship/step-1/m": [ScriptStep(.status(502))]]), "\(begun) K20", "halted unknown", .halted),
    PlayCase(
      "what is no number is not an empty answer",
      .canary(
        "on_unknown = \"halt\"\n" + #"metrics = [{ name = "m", value = "m", max = 1, empty = "pass" }]"#,
        ["ship/step-1/m": [.says("<html>502")]]), "\(begun) K20", "halted unknown", .halted),
    PlayCase(
      "no number may be good",
      .canary(
        #"metrics = [{ name = "m", value = "m", max = 1, empty = "pass" }]"#,
        ["ship/step-*/m": [.says("NaN"), .says("null"), .says("-nan"), .says("")]]),
      "\(promoted) K32 K36", "succeeded", .succeeded),
    PlayCase(
      "so may an empty answer of a server",
      .canary(
        #"metrics = [{ name = "m", value = { url = "http://m/" }, max = 1, empty = "pass" }]"#,
        ["ship/step-*/m": [.says("")]]), "\(promoted) K32 K36", "succeeded", .succeeded),
    PlayCase(
      "or be a failure",
      .canary(#"metrics = [{ name = "m", value = "m", max = 1, empty = "fail" }]"#, ["ship/step-1/m": [.says("null")]]),
      "\(begun) K18 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "the old version's number counts only as long as it can be told",
      .canary(
        "on_unknown = \"halt\"\n" + compared,
        ["ship/step-*/m": [.says("1")], "ship/step-1/m/baseline": [.says("1", times: 4), .unknown]]),
      "\(begun) K20", "halted unknown", .halted),
    PlayCase(
      "nor is it carried into the next step",
      .canary(
        "on_unknown = \"halt\"\n" + compared,
        ["ship/step-*/m": [.says("1")], "ship/step-1/m/baseline": [.says("1")], "ship/step-2/m/baseline": [.hang]]),
      "\(begun) K15 K6 K14 K20", "halted unknown", .halted),
    PlayCase(
      "that the old version cannot be asked is no excuse",
      .canary("stable_check = \"stable\"", ["ship/step-1/analyse": [.fail], "ship/step-1/stable": [.unknown]]),
      "\(begun) K18 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "nor that it was sick in an earlier step",
      .canary(
        "stable_check = \"stable\"",
        ["ship/step-1/stable": [.fail], "ship/step-2/analyse": [.fail], "ship/step-2/stable": [.hang]]),
      "\(begun) K15 K6 K14 K18 \(back)", "rolled_back", .rolledBack),
  ]

  @Test("decide at the end of a window by all that was found in it", arguments: windows)
  func atTheEnd(_ example: PlayCase) throws { try example.check() }

  @Test("go on being watched while a person thinks", arguments: waits)
  func whileSomebodyThinks(_ example: PlayCase) throws { try example.check() }

  @Test("go by metrics where these say something", arguments: metrics)
  func byMetrics(_ example: PlayCase) throws { try example.check() }

  @Test(
    "go back when they turn sick while somebody thinks whether to keep them",
    arguments: [
      (StagedRollout.blueGreen(asks, ["ship/soak/watch": [.fail]]), "B25b"),
      (.canary(asks, ["ship/soak/watch": [.fail]]), "K33"),
      (.progressive(asks + "batches = [4]", ["ship/soak/watch/w1": [.fail]]), "R16"),
    ])
  func inSoak(staged: StagedRollout, row: String) throws {
    var staged = staged.attended()
    staged.script["ship/soak"] = [.unknown]
    staged.script["ship/soak/w1"] = [.unknown]
    staged.script["ship/soak/approve"] = [.hang]
    let outcome = try staged.play()
    #expect(outcome.moves.last { $0.row == row }?.event == .fail)
    #expect(outcome.end == "rolled_back")
  }

  @Test("ask for a metric when what it is compared with has answered")
  func comparison() throws {
    let outcome = try StagedRollout.canary(
      Self.compared, ["ship/step-*/m": [.says("1")], "ship/step-*/m/baseline": [.says("1")]]
    ).play()
    #expect(outcome.end == "succeeded")
    for step in 1...2 {
      let baseline = outcome.starts.first { $0.id == "ship/step-\(step)/m/baseline" }?.at
      let metric = outcome.starts.first { $0.id == "ship/step-\(step)/m" }?.at
      #expect(metric == baseline.map { $0 + .seconds(1) })
    }
    let unknown = outcome.events.filter {
      if case .sampled(let sample) = $0 { sample.verdict == .unknown } else { false }
    }
    #expect(unknown.isEmpty)
  }

  @Test("are watched by their metrics alone where there is no check")
  func withoutCheck() throws {
    var staged = StagedRollout.canary(
      "approve = true\n" + Self.metric, ["ship/step-1/approve": [.hang], "ship/step-1/watch/m": [.says("50")]]
    ).attended()
    staged.runbook = staged.runbook.replacing("check = \"check\"", with: "check = \"none\"")
    #expect(try staged.play().rows.contains("K26"))
  }

  @Test("take their samples although another node has the only place")
  func samples() throws {
    var staged = StagedRollout.blueGreen(
      "[build]\ndepends_on = []\ncommand = \"build\"\n[other]\ndepends_on = []\ncommand = \"other\"",
      ["build": [ScriptStep(.pass, take: .seconds(3000))]])
    staged.options.jobs = 1
    let outcome = try staged.play()
    #expect(outcome.finish?.status == .succeeded)
    let samples = outcome.starts.filter { $0.id == "ship/soak" }.map(\.at)
    #expect(samples.count > 20)
    for (one, next) in zip(samples, samples.dropFirst()) { #expect(next - one < .seconds(20)) }
  }
}
