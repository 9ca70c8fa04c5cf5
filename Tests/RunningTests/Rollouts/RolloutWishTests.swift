import Planning
import Running
import TestSupport
import Testing

/// What the plan alone tells of when an operator's wish is heeded.
@Suite("Wishes of a rollout's operators")
struct RolloutWishTests {
  /// A node, and whether an abort or a promotion is heeded while it runs, and has a row of its own in the table.
  struct Example: Sendable, CustomTestStringConvertible {
    let node: String
    var abort = (isHeeded: false, isHeard: false)
    var promote = (isHeeded: false, isHeard: false)
    var testDescription: String { node }

    /// `A` and `P` stand for what is heard, `a` for an abort that counts as Ctrl-C.
    init(_ node: String, _ words: String) {
      self.node = node
      abort = (words.contains("a") || words.contains("A"), words.contains("A"))
      promote = (words.contains("P"), words.contains("P"))
    }
  }

  private static func check(_ rollout: StagedRollout, _ examples: [(String, String)]) throws {
    let plan = Reading.plan(rollout.runbook).plan
    for example in examples.map({ Example($0.0, $0.1) }) {
      let index = try #require(plan.index(of: example.node), "\(example.node)")
      let (_, member, strategy) = try #require(plan.rolloutMember(index))
      #expect(strategy.accepts(.abort, during: member) == example.abort.isHeeded, "\(example.node)")
      #expect(strategy.hears(.abort, during: member) == example.abort.isHeard, "\(example.node)")
      #expect(strategy.accepts(.promote, during: member) == example.promote.isHeeded, "\(example.node)")
      #expect(strategy.hears(.promote, during: member) == example.promote.isHeard, "\(example.node)")
    }
  }

  @Test("are heard by a canary while a step is watched, and while a person thinks about it")
  func canary() throws {
    let keys = """
      approve = true
      on_unknown = "approve"
      weight = "weight"
      stable_check = "stable"
      cleanup = "remove"
      retire = "stop"
      on_fail_capture = "look"
      metrics = [{ name = "m", value = "m", baseline = "b", max_ratio = 2 }]
      """
    try Self.check(
      .canary(keys),
      [
        ("ship/lock", "a"), ("ship/deploy", "a"), ("ship/verify", "a"), ("ship/step-1/guard", "a"),
        ("ship/step-1/shift", "a"), ("ship/step-1/confirm", "a"), ("ship/step-1/analyse", "AP"),
        ("ship/step-1/stable", "AP"), ("ship/step-2/m", "AP"), ("ship/step-2/m/baseline", "AP"),
        ("ship/step-1/approve", "AP"), ("ship/step-1/watch", "AP"), ("ship/promote/guard", "a"), ("ship/promote", "a"),
        ("ship/soak", "A"), ("ship/drift", "A"), ("ship/soak/approve", "a"), ("ship/soak/watch", "a"),
        ("ship/retire", ""), ("ship/after", ""), ("ship/undo-shift", ""), ("ship/undo-confirm", ""),
        ("ship/undo-check", ""), ("ship/drain", ""), ("ship/undo-deploy", ""), ("ship/capture", ""),
      ])
  }

  @Test("are heard by the others while all of it is watched")
  func others() throws {
    let lock = "lock = { acquire = \"take\", release = \"give\", status = \"who\" }\n"
    try Self.check(
      .blueGreen("approve = true\n" + lock),
      [
        ("ship/lock", "a"), ("ship/lock/status", "a"), ("ship/lock/heartbeat", "a"), ("ship/unlock", ""),
        ("ship/approve", "a"), ("ship/watch", "a"), ("ship/switch", "a"), ("ship/soak", "A"), ("ship/drift", "A"),
        ("ship/undo-switch", ""),
      ])
    try Self.check(
      .progressive(),
      [
        ("ship/preflight/w1", "a"), ("ship/batch-1/w1/update", "a"), ("ship/batch-1/w1/verify", "a"),
        ("ship/revert/w1", ""),
      ])
  }
}
