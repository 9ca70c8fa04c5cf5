extension StrategyRunbook {
  /// Every optional key that makes nodes.
  public var everyKey: String {
    switch self {
    case .blueGreen:
      """
      colors = ["a", "b"]
      smoke = "./smoke.sh {{ rollout.idle }}"
      cleanup = "./remove.sh {{ rollout.idle }}"
      retire = "./stop.sh {{ rollout.live }}"
      approve = true
      on_unknown = "approve"
      on_fail_capture = "./logs.sh"
      """
    case .canary:
      """
      steps = [10, "50%", 100]
      hold = ["1m", "2m", "3m"]
      stable_check = "./stable.sh"
      cleanup = "./remove.sh"
      retire = "./stop.sh"
      promote = "./promote.sh"
      promote_replaces_stable = true
      undo_promote = "./restore.sh"
      approve = [2]
      on_fail_capture = "./logs.sh"
      metrics = [
        { name = "errors", value = "./e.sh canary", max = 0.05, baseline = "./e.sh stable", max_ratio = 2 },
        { name = "latency", value = "./l.sh", max = 300, kind = "info" },
      ]
      """
    case .progressive:
      """
      current = "./version.sh {{ rollout.target }}"
      drain = "./lb.sh out {{ rollout.target }}"
      restore = "./lb.sh in {{ rollout.target }}"
      gate = "./gate.sh {{ rollout.batch }}"
      batches = ["50%"]
      parallel = 1
      order = "reverse"
      approve = true
      on_unknown = "approve"
      on_fail_capture = "./logs.sh"
      lock = "fleet"
      """
    }
  }
}
