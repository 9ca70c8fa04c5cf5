/// A node that has instances: how many run at once, and how many may fail (design 5.6).
public struct PlanGroup: Sendable {
  /// The indexes of its instances.
  public let instances: Range<Int>
  /// How many instances run at once; all if nothing.
  public let batchSize: Int?
  /// How many instances may fail without failing the node.
  public let maxFailures: Int

  /// The instances in a few words.
  var summary: String {
    var parts = [instances.isEmpty ? "no instances" : "\(instances.count) instance\(instances.count == 1 ? "" : "s")"]
    if let batchSize { parts.append("\(batchSize) at once") }
    if maxFailures > 0 { parts.append("\(maxFailures) may fail") }
    return parts.joined(separator: ", ")
  }
}
