internal import Runbooks
internal import Templates

/// What a node is done for, as far as variables tell.
struct Iteration {
  /// The names that its templates can use.
  var names: IterationNames
  /// What there is an instance for; nothing where a variable has no value, or something is wrong.
  var items: [IterationItem]?
  /// The list, if only the run tells it.
  var late: ValueTemplate?
  var batchSize: Int?
  var maxFailures: CountOrShare?

  /// The ids of the instances of the node `id`, and what stands in their brackets.
  func labels(of id: String) -> [(id: String, label: String)]? {
    guard let items else { return nil }
    return InstanceLabels.labels(for: items.map(\.text)).map { ("\(id)[\($0)]", $0) }
  }
}
