public import Text

/// Nodes by their ids, as people name them.
extension Plan {
  /// The nodes of these ids, with the instances of those that have some; ids of no node are passed over.
  public func members(of ids: [String]) -> [Int] {
    ids.compactMap { index(of: $0) }.flatMap { index -> [Int] in
      if case .group(let group) = nodes[index].action { [index] + group.instances } else { [index] }
    }
  }

  /// Reports ids of no node that the option `flag` names.
  public func checkNames(_ ids: [String], of flag: String, into diagnostics: inout Diagnostics) {
    for id in ids where index(of: id) == nil {
      let suggestion = Suggestion.closest(to: id, among: nodes.map(\.id))
      diagnostics.report(
        SelectionProblem.unknownNode(id, suggestion: suggestion), at: .origin("\(flag) \(id)"))
    }
  }
}
