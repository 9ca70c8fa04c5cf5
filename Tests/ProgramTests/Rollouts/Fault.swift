/// What the load balancer does wrong, when a node of the rollout asks it.
struct Fault: Sendable {
  /// What it does; `Tests/Rollouts/router.py` says more.
  enum Deed: String, Sendable {
    /// Answers 200 and does nothing.
    case lie
    /// Does nothing and answers 500.
    case refuse
    /// Does it and answers 500.
    case `break`
    /// Lets somebody else move the traffic first.
    case move
    /// Waits until the test goes on.
    case hold
  }

  let node: String
  let deed: Deed
  var times = 1
  /// Where somebody else moves the traffic: `blue 100, green 0`.
  var weights = ""

  init(_ deed: Deed, _ node: String, times: Int = 1, weights: String = "") {
    self.node = "ship/" + node
    self.deed = deed
    self.times = times
    self.weights = weights
  }

  /// The order to the load balancer.
  var json: String {
    let lines = weights.split(separator: ",").map { $0.trimmingPrefix(" ") }.joined(separator: "\\n")
    return "{\"asked_by\": \"\(node)\", \"do\": \"\(deed.rawValue)\", \"times\": \(times), \"weights\": \"\(lines)\"}"
  }
}
