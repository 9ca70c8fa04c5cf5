internal import Values

/// A node that has instances: how many run at once, and how many may fail (design 5.6).
public struct PlanGroup: Sendable {
  /// The indexes of its instances.
  public internal(set) var instances: [Int]
  /// How many instances run at once; all if nothing.
  public let batchSize: Int?
  /// How many instances may fail without failing the node.
  public internal(set) var maxFailures: Int
  /// What makes the instances, if only the run tells what for.
  public internal(set) var late: LateIteration? {
    get { lateBox?.content }
    set { lateBox = newValue.map { .content($0) } }
  }
  private var lateBox: Boxed<LateIteration>?

  init(instances: [Int], batchSize: Int?, maxFailures: Int, late: LateIteration? = nil) {
    self.instances = instances
    self.batchSize = batchSize
    self.maxFailures = maxFailures
    lateBox = late.map { .content($0) }
  }

  /// The instances in a few words.
  var summary: String {
    var parts = [late.map { "\($0.template.summary) for each of \($0.text)" } ?? countText]
    if let batchSize { parts.append("\(batchSize) at once") }
    if maxFailures > 0 { parts.append("\(maxFailures) may fail") }
    return parts.joined(separator: ", ")
  }

  private var countText: String {
    instances.isEmpty ? "no instances" : "\(instances.count) instance\(instances.count == 1 ? "" : "s")"
  }
}
