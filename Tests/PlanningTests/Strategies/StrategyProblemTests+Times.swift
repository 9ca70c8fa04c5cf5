import TestSupport

/// Times that contradict each other, or leave no room for what they are about.
extension StrategyProblemTests {
  static let times: [StrategyMistake] = [
    StrategyMistake(
      "a time to be healthy that is over the deadline", .blueGreen, "min_healthy = \"6m\"",
      """
      deploy.toml:11:15: error: `min_healthy` (6m) must be shorter than `deadline` (5m) [strategy.times]
        11 | min_healthy = "6m"
           |               ^^^^
            = hint: lower `min_healthy`, or raise `deadline`; this works: min_healthy = "10s", deadline = "5m", progress_deadline = "10m"
      """),
    StrategyMistake(
      "a deadline that is as long as progress may take", .blueGreen, "deadline = \"10m\"",
      """
      deploy.toml:11:12: error: `deadline` (10m) must be shorter than `progress_deadline` (10m) [strategy.times]
        11 | deadline = "10m"
           |            ^^^^^
            = hint: lower `deadline`, or raise `progress_deadline`; this works: min_healthy = "10s", deadline = "5m", progress_deadline = "10m"
      """),
    StrategyMistake(
      "looks so rare that none comes in time", .blueGreen, "interval = \"10m\"\nsoak = \"30m\"",
      """
      deploy.toml:11:12: error: asked every 10m, nothing can be healthy for `min_healthy` before 10m, and `deadline` is 5m [strategy.times]
        11 | interval = "10m"
           |            ^^^^^
            = hint: lower `interval`, or raise `deadline`; this works: interval = "10s", min_healthy = "10s", deadline = "5m", progress_deadline = "10m"
      """),
    StrategyMistake(
      "progress that must be faster than health", .blueGreen, "progress_deadline = \"4m\"",
      """
      deploy.toml:11:21: error: `deadline` (5m) must be shorter than `progress_deadline` (4m) [strategy.times]
        11 | progress_deadline = "4m"
           |                     ^^^^
            = hint: lower `deadline`, or raise `progress_deadline`; this works: min_healthy = "10s", deadline = "5m", progress_deadline = "10m"
      """),
    StrategyMistake(
      "actions that take longer than progress may", .blueGreen, "action_timeout = \"15m\"",
      """
      deploy.toml:11:18: error: `action_timeout` (15m) must not be longer than `progress_deadline` (10m) [strategy.times]
        11 | action_timeout = "15m"
           |                  ^^^^^
            = hint: lower `action_timeout`, or raise `progress_deadline`; this works: action_timeout = "10m"
      """),
    StrategyMistake(
      "actions that by default take longer than progress may", .progressive, "progress_deadline = \"8m\"",
      """
      deploy.toml:11:21: error: `action_timeout` (10m) must not be longer than `progress_deadline` (8m) [strategy.times]
        11 | progress_deadline = "8m"
           |                     ^^^^
            = hint: lower `action_timeout`, or raise `progress_deadline`; this works: action_timeout = "8m"
      """),
    StrategyMistake(
      "an action that takes longer than progress may", .progressive,
      "drain = { command = \"./out.sh\", timeout = \"11m\" }",
      """
      deploy.toml:11:9: error: `timeout` (11m) must not be longer than `progress_deadline` (10m) [strategy.times]
        11 | drain = { command = "./out.sh", timeout = "11m" }
           |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: lower `timeout`, or raise `progress_deadline`; this works: timeout = "10m"
      """),
    StrategyMistake(
      "a soak without room for its samples", .blueGreen, "soak = \"20s\"",
      """
      deploy.toml:11:8: error: the 3 samples of `min_pass` every 10s do not fit into the 20s of `soak` [strategy.times]
        11 | soak = "20s"
           |        ^^^^^
            = hint: raise `soak`, or lower `interval`, `min_pass` or `fail_limit`; this works: soak = "30s"
      """),
    StrategyMistake(
      "a deadline of nothing by a template", .blueGreen, "deadline = \"{{ 0 }}\"",
      """
      deploy.toml:11:13: error: `deadline` must be more than nothing, not `0s` [plan.value]
        11 | deadline = "{{ 0 }}"
           |             ^^^^^^^
      """),
  ]
}
