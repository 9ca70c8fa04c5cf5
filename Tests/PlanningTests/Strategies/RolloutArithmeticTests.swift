import TestSupport
import Testing

@testable import Planning

/// How long rollouts take, how soon traffic is safe again, and what it is exposed to (design 8).
@Suite("The arithmetic of rollouts")
struct RolloutArithmeticTests {
  private static func arithmetic(_ sample: StrategyRunbook, _ lines: String = "") throws -> RolloutArithmetic {
    let (plan, diagnostics) = Reading.plan(sample.text(lines))
    #expect(!diagnostics.hasErrors)
    let (strategy, nodes) = try #require(plan.rollout(0))
    return RolloutArithmetic(strategy, nodes)
  }

  private static func stage(_ name: String, _ fastest: Double, _ slowest: Double, _ back: [Double] = [])
    -> RolloutArithmetic.Stage
  {
    RolloutArithmetic.Stage(
      name: name, time: TimeRange(fastest: fastest, slowest: slowest),
      wayBack: back.isEmpty ? .nothing : .takes(once: back[0], all: back[1]))
  }

  // MARK: - By hand

  @Test("of BlueGreen: one switch, one way back")
  func blueGreen() throws {
    let arithmetic = try Self.arithmetic(.blueGreen)
    // A probe of the traffic may take 5m and its last look 30s beyond that. Back: the switch may take 10m, such a probe 5m30s,
    // the check 5m; four times, with 10s between.
    let back: [Double] = [1230, 4 * 1230 + 3 * 10]
    #expect(
      arithmetic.stages == [
        Self.stage("before", 0, 330), Self.stage("preflight", 0, 300), Self.stage("deploy", 0, 600),
        Self.stage("verify", 10, 300), Self.stage("guard", 0, 330), Self.stage("switch", 0, 930, back),
        // The last sample may take 30s beyond the time.
        Self.stage("soak", 300, 330, back), Self.stage("after", 0, 330),
      ])
    #expect(arithmetic.success == TimeRange(fastest: 310, slowest: 3450))
    #expect(arithmetic.longest == 8400)
    #expect(arithmetic.exposure == nil)
    #expect(arithmetic.notice == TimeRange(fastest: 10, slowest: 70))
  }

  @Test("of Canary: every step held, three times as long at most")
  func canary() throws {
    let arithmetic = try Self.arithmetic(.canary)
    let back: [Double] = [930, 4 * 930 + 3 * 10]
    let step = 330.0 + 600 + 330 + 3 * 150
    #expect(
      arithmetic.stages == [
        Self.stage("before", 0, 330), Self.stage("deploy", 0, 600), Self.stage("verify", 10, 300),
        Self.stage("step-1", 120, step, back), Self.stage("step-2", 120, step, back),
        Self.stage("step-3", 120, step, back), Self.stage("promote", 0, 330 + 930, back),
        Self.stage("soak", 300, 330, back), Self.stage("after", 0, 330),
      ])
    // 10s + 3 × 2m + 5m
    #expect(arithmetic.success == TimeRange(fastest: 670, slowest: 8280))
    // What has drained for 30s is removed by nothing here.
    #expect(arithmetic.longest == 12_060)
    // 5 %, 25 % and 50 % for 2m each, or for as long as their steps may take.
    #expect(arithmetic.exposure == RolloutArithmetic.Exposure(usual: 96, most: 0.05 * step + 0.25 * step + 0.5 * step))
  }

  @Test("of Progressive: batch by batch, back through all of them")
  func progressive() throws {
    let arithmetic = try Self.arithmetic(.progressive)
    let batches = (1...4).map { batch in
      Self.stage(
        "batch-\(batch)", batch < 4 ? 40 : 10, batch < 4 ? 1230 : 1200,
        [900 * Double(batch), 3630 * Double(batch)])
    }
    #expect(
      arithmetic.stages == [Self.stage("preflight", 0, 300)] + batches + [Self.stage("soak", 300, 330, [3600, 14520])])
    #expect(arithmetic.success == TimeRange(fastest: 430, slowest: 5520))
    #expect(arithmetic.longest == 20_040)
    // A quarter, a half and three quarters of the targets for 30s each, or for as long as their batches may take.
    #expect(arithmetic.exposure == RolloutArithmetic.Exposure(usual: 45, most: 1.5 * 1230))
  }

  @Test("of targets that take turns, and of one batch that is reverted")
  func turns() throws {
    let arithmetic = try Self.arithmetic(
      .progressive, "batches = [\"100%\"]\nparallel = 3\non_failure = \"revert_batch\"\nundo_retries = 0")
    // Four targets by three are two rounds.
    #expect(arithmetic.stages[1] == Self.stage("batch-1", 20, 2 * 900 + 300, [1800, 1800]))
    #expect(arithmetic.exposure == RolloutArithmetic.Exposure(usual: 0, most: 0))
  }

  @Test(
    "of targets that share the places of a run: no more of them at once", arguments: [(1, 4), (2, 2), (3, 2), (4, 1)])
  func places(places: Int, rounds: Int) throws {
    let (plan, _) = Reading.plan(StrategyRunbook.progressive.text("batches = [\"100%\"]"))
    let (strategy, nodes) = try #require(plan.rollout(0))
    let arithmetic = RolloutArithmetic(strategy, nodes, places: places)
    let back = Double(rounds) * 900
    #expect(
      arithmetic.stages[1]
        == Self.stage("batch-1", Double(rounds) * 10, Double(rounds) * 900 + 300, [back, 4 * back + 30]))
    let whole = try #require(RunTime(plan, places: places).nodes.first)
    #expect(whole.range == .none)
    #expect(RunTime(plan, places: places).total.fastest == Double(rounds) * 10 + 300)
  }

  @Test("of sequential runs: one target at once")
  func sequential() {
    let (plan, _) = Reading.plan(
      StrategyRunbook.progressive.text("batches = [\"100%\"]\n[runbook]\nmode = \"sequential\""))
    #expect(RunTime(plan, places: 8).total.fastest == 340)
  }

  @Test("of going back: the cleanup is tried as often as the rest")
  func cleanup() throws {
    let plain = try #require(try Self.arithmetic(.blueGreen).longest)
    let cleaning = try #require(try Self.arithmetic(.blueGreen, "cleanup = \"./remove.sh\"").longest)
    #expect(cleaning == plain + 4 * 600 + 3 * 10)
    let replacing = try Self.arithmetic(.canary, "promote_replaces_stable = true\non_failure = \"halt\"")
    #expect(replacing.longest == replacing.success.slowest.map { $0 + 4 * 600 + 3 * 10 + 30 })
  }

  @Test("of a lock that is held elsewhere: taking it and giving it back once")
  func lock() throws {
    let plain = try Self.arithmetic(.blueGreen)
    let arithmetic = try Self.arithmetic(.blueGreen, "lock = { acquire = \"./a.sh\", release = \"./r.sh\" }")
    #expect(arithmetic.stages.first == Self.stage("lock", 0, 30))
    #expect(arithmetic.stages.last == Self.stage("unlock", 0, 30))
    #expect(arithmetic.longest == plain.longest.map { $0 + 60 })
  }

  @Test("of noticing: as long as the slowest check that watches may take")
  func notice() throws {
    func notice(_ lines: String) throws -> TimeRange { try Self.arithmetic(.canary, lines).notice }
    #expect(
      try notice("metrics = [{ name = \"e\", max = 1, value = { command = \"./e.sh\", timeout = \"50s\" } }]")
        == TimeRange(fastest: 10, slowest: 110))
    #expect(try notice("fail_limit = 0") == TimeRange(fastest: 0, slowest: 30))
    #expect(
      try notice("metrics = [{ name = \"e\", max = 1, value = { command = \"./e.sh\", timeout = \"{{ env.T }}\" } }]")
        .slowest == nil)
  }

  @Test("of questions, whose answer may take as long as it may")
  func questions() throws {
    let plain = try Self.arithmetic(.canary)
    let asking = try Self.arithmetic(.canary, "approve = true\napprove_timeout = \"1h\"")
    #expect(asking.success.fastest == plain.success.fastest)
    #expect(asking.success.slowest == plain.success.slowest.map { $0 + 3 * 3600 })
  }

  @Test("of rollouts that do not go back by themselves", arguments: StrategyRunbook.allCases)
  func halting(sample: StrategyRunbook) throws {
    let arithmetic = try Self.arithmetic(sample, "on_failure = \"halt\"")
    let ways = arithmetic.stages.map(\.wayBack).filter { $0 != .nothing }
    #expect(!ways.isEmpty)
    #expect(ways.allSatisfy { $0 == .person })
    #expect(arithmetic.longest == arithmetic.success.slowest.map { $0 + (sample == .canary ? 30 : 0) })
  }

  @Test("of a promotion that replaces the old version: only what undoes it goes back")
  func replacing() throws {
    func back(_ lines: String, _ stage: String) throws -> RolloutArithmetic.WayBack? {
      try Self.arithmetic(.canary, "promote_replaces_stable = true\n" + lines).stages.first { $0.name == stage }?
        .wayBack
    }
    #expect(try back("", "step-3") == .takes(once: 930, all: 3750))
    #expect(try back("", "promote") == .person)
    #expect(try back("", "soak") == .person)
    #expect(try back("undo_promote = \"./restore.sh\"", "soak") == .takes(once: 1530, all: 6150))
  }

  @Test("has no end where only the run tells one")
  func open() throws {
    let arithmetic = try Self.arithmetic(
      .blueGreen, "smoke = { command = \"./s.sh\", timeout = \"{{ env.LIMIT }}\" }")
    #expect(arithmetic.success == TimeRange(fastest: 310, slowest: nil))
    #expect(arithmetic.longest == nil)
  }

  @Test("of steps without time is nothing")
  func holdOfNothing() throws {
    let arithmetic = try Self.arithmetic(.canary)
    #expect(arithmetic.holdLimit((usual: .zero, longest: .zero)) == 0)
    #expect(arithmetic.holdLimit((usual: .seconds(60), longest: .seconds(90))) == 120)
    #expect(arithmetic.holdLimit((usual: .seconds(60), longest: .seconds(60))) == 60)
  }

  // MARK: - Against a model that counts seconds

  @Test("is what counting seconds comes to", arguments: 0..<40)
  func model(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let weights = (1...99).shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random)).sorted()
    let holds = weights.map { _ in Int.random(in: 60...600, using: &random) }
    let (soak, healthy) = (Int.random(in: 60...600, using: &random), Int.random(in: 0...60, using: &random))
    let arithmetic = try Self.arithmetic(
      .canary, "steps = \(weights)\nhold = \(holds)\nsoak = \(soak)\nmin_healthy = \(healthy)")
    var (seconds, exposed, most) = (0, 0.0, 0.0)
    for _ in 0..<healthy { seconds += 1 }
    for (weight, hold) in zip(weights, holds) {
      for _ in 0..<hold {
        seconds += 1
        exposed += Double(weight) / 100
      }
      // The guard, the shift and the look behind it, and three holds with their last samples.
      for _ in 0..<(330 + 600 + 330 + 3 * (hold + 30)) { most += Double(weight) / 100 }
    }
    for _ in 0..<soak { seconds += 1 }
    #expect(arithmetic.success.fastest == Double(seconds))
    #expect(abs((arithmetic.exposure?.usual ?? 0) - exposed) < 0.001)
    #expect(abs((arithmetic.exposure?.most ?? 0) - most) < 0.001)
  }
}
