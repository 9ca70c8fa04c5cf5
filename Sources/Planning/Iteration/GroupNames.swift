internal import Text

/// The nodes that have instances, and the ids of those.
struct GroupNames {
  /// The ids of the instances, by their node's; nothing where they are not known.
  private var instances: [String: [String]?] = [:]
  private var known: Set<String> = []

  /// Adds a node with the ids of its instances, if these are known.
  mutating func add(_ group: String, instances ids: [String]?) {
    instances[group] = .some(ids)
    known.formUnion(ids ?? [])
  }

  /// Whether a node has instances.
  func has(_ id: String) -> Bool { instances[id] != nil }

  /// The first instance of a node.
  func firstInstance(of id: String) -> String? { (instances[id] ?? nil)?.first }

  /// Whether `id` is an instance, or could be one where they are not known.
  func mayBeInstance(_ id: String) -> Bool {
    if known.contains(id) { return true }
    guard let group = Self.group(of: id), let ids = instances[group] else { return false }
    return ids == nil
  }

  /// The instance that was probably meant by an id in brackets.
  func suggestion(for id: String) -> String? {
    guard let group = Self.group(of: id), let ids = instances[group] ?? nil else { return nil }
    return Suggestion.closest(to: id, among: ids) ?? ids.first
  }

  /// `deploy` of `deploy[eu-west]`.
  static func group(of id: String) -> String? {
    guard id.hasSuffix("]"), let bracket = id.firstIndex(of: "[") else { return nil }
    return String(id[..<bracket])
  }
}
