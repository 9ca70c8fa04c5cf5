import TestSupport
import Testing

@testable import Planning

/// Every key of a strategy that changes what a rollout does changes the plan's digest.
@Suite("The digest of plans with rollouts")
struct StrategyDigestTests {
  private static func digest(_ sample: StrategyRunbook, _ lines: String = "") -> String {
    let (plan, diagnostics) = Reading.plan(sample.text(lines))
    #expect(!diagnostics.hasErrors, "\(lines)")
    return "\(PlanEncoder(plan).digest)"
  }

  @Test("is the same for the same input", arguments: StrategyRunbook.allCases)
  func stable(sample: StrategyRunbook) {
    #expect(Self.digest(sample, sample.everyKey) == Self.digest(sample, sample.everyKey))
  }

  static let usual: [(sample: StrategyRunbook, lines: String)] = [
    (.blueGreen, "interval = \"10s\"\nmin_healthy = 10\ndeadline = \"5m\"\nfail_limit = 1\nunknown_limit = 4"),
    (.blueGreen, "min_pass = 3\non_unknown = \"rollback\"\non_failure = \"rollback\"\napprove = false"),
    (.blueGreen, "approve_timeout = \"30m\"\nsoak = \"5m\"\naction_timeout = \"10m\"\ngrace = 30\nundo_retries = 3"),
    (
      .blueGreen,
      "progress_deadline = \"10m\"\nlock = true\nversion = \"{{ VERSION }}\"\ncolors = [\"blue\", \"green\"]"
    ),
    (.canary, "steps = [5, 25, 50]\nhold = \"2m\"\nhold_max = \"6m\"\ndrain = 30"),
    (
      .canary,
      "steps = [\"5%\", \"{{ 25 }}\", 50]\nhold = [120, 120, 120]\npromote_replaces_stable = false\nmetrics = []"
    ),
    (.progressive, "batches = [1, \"25%\"]\nmax_failures = 0\nmin_available = 3\npause = \"30s\"\norder = \"listed\""),
  ]

  @Test("is the same where defaults are written out", arguments: usual)
  func defaults(sample: StrategyRunbook, lines: String) {
    #expect(Self.digest(sample, lines) == Self.digest(sample))
  }

  static let changes: [(sample: StrategyRunbook, lines: String)] = [
    (.blueGreen, "interval = 11"), (.blueGreen, "min_healthy = 11"), (.blueGreen, "deadline = 301"),
    (.blueGreen, "fail_limit = 2"), (.blueGreen, "unknown_limit = 5"), (.blueGreen, "min_pass = 4"),
    (.blueGreen, "on_unknown = \"halt\""), (.blueGreen, "on_failure = \"halt\""), (.blueGreen, "approve = true"),
    (.blueGreen, "approve_timeout = 60"), (.blueGreen, "soak = 0"), (.blueGreen, "action_timeout = 60"),
    (.blueGreen, "grace = 0"), (.blueGreen, "undo_retries = 0"), (.blueGreen, "progress_deadline = 700"),
    (.blueGreen, "lock = false"), (.blueGreen, "lock = \"x\""), (.blueGreen, "version = \"3\""),
    (.blueGreen, "previous = \"1\""), (.blueGreen, "colors = [\"a\", \"b\"]"), (.blueGreen, "smoke = \"x\""),
    (.blueGreen, "cleanup = \"x\""), (.blueGreen, "retire = \"x\""), (.blueGreen, "on_fail_capture = \"x\""),
    (.canary, "steps = [5, 25]"), (.canary, "steps = [5, 25, 51]"), (.canary, "hold = 121"),
    (.canary, "hold_max = 361"), (.canary, "drain = 31"), (.canary, "stable_check = \"x\""),
    (.canary, "promote = \"x\""), (.canary, "promote_replaces_stable = true"), (.canary, "undo_promote = \"x\""),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", max = 1 }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", max = 2 }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", min = 1 }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", baseline = \"y\", max_ratio = 2, floor = 0.5 }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", max = 1, empty = \"pass\" }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", max = 1, kind = \"info\" }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", baseline = \"y\", max_ratio = 2 }]"),
    (.canary, "metrics = [{ name = \"e\", value = \"x\", baseline = \"y\", max_delta = 2 }]"),
    (.progressive, "batches = [2]"), (.progressive, "max_failures = 1"), (.progressive, "min_available = 2"),
    (.progressive, "pause = 31"), (.progressive, "parallel = 1"), (.progressive, "order = \"reverse\""),
    (.progressive, "order = \"shuffle\""), (.progressive, "on_failure = \"revert_batch\""),
    (.progressive, "drain = \"x\""), (.progressive, "restore = \"x\""), (.progressive, "gate = \"x\""),
    (.progressive, "current = \"x\""), (.progressive, "approve = [1]"), (.progressive, "approve = [2]"),
  ]

  @Test("is another one for every change")
  func changed() {
    var digests: [String: String] = [:]
    for sample in StrategyRunbook.allCases { digests[Self.digest(sample)] = sample.rawValue }
    for (sample, lines) in Self.changes {
      let digest = Self.digest(sample, lines)
      #expect(digests[digest] == nil, "\(lines) and \(digests[digest] ?? "")")
      digests[digest] = lines
    }
  }
}
