internal import Text

/// The mistakes in iterations that show when a runbook is made into a plan (design 5.6).
enum IterationProblem: Sendable, Equatable {
  /// `item`, `index` or `matrix` where nothing gives it a value.
  case misplacedName(String)
  /// `item` in a matrix, or `matrix` in a `foreach`.
  case otherIteration(String, instead: String)
  case unknownMatrixName(String, suggestion: String?)
  case attributeOfGroup(String, group: String, instance: String?)
  case keyOfGroup(String)
  case notIterable(key: String, found: String)
  case emptyList(String)
  case unknownAxis(String, suggestion: String?)
  case tooMany(Int?)

  /// The most instances that a node has.
  static let maximumInstances = 10_000

  /// What is wrong with one of the names of instances; nothing if `name` is none of these.
  static func misplaced(_ name: String, _ context: NameResolver.Context) -> IterationProblem? {
    guard IterationNames.all.contains(name) else { return nil }
    switch context {
    case .iteration(.items): return .otherIteration(name, instead: IterationNames.item)
    case .iteration(.matrix): return .otherIteration(name, instead: "\(IterationNames.matrix).NAME")
    case .iteration(.unreadable): return nil
    case .node, .runbook, .notification, .rollout: return .misplacedName(name)
    }
  }
}

extension IterationProblem: Problem {
  var id: String {
    switch self {
    case .misplacedName, .otherIteration, .unknownMatrixName: "plan.name"
    case .attributeOfGroup: "plan.unknown-attribute"
    case .keyOfGroup: "plan.needs-run"
    case .notIterable: "plan.value"
    case .emptyList, .unknownAxis, .tooMany: "plan.iteration"
    }
  }

  var message: String {
    switch self {
    case .misplacedName(let name): "`\(name)` is only known in a node with `\(Self.key(for: name))`"
    case .otherIteration(let name, _):
      "`\(name)` is not known here: the node has `\(name == IterationNames.item ? "matrix" : "foreach")`"
    case .unknownMatrixName(let name, _): "no combination of the matrix has `\(name)`"
    case .attributeOfGroup(let name, let group, _): "node `\(group)` has no `\(name)`, only its instances have"
    case .keyOfGroup(let key): "`\(key)` must be the same for all instances"
    case .notIterable(let key, let found):
      "`\(key)` must be \(key == "foreach" ? "a list or a map" : "a list"), not \(found)"
    case .emptyList(let name): "the list `\(name)` of the matrix is empty"
    case .unknownAxis(let name, _): "`exclude` names `\(name)`, which is no list of the matrix"
    case .tooMany(let count):
      "a node has at most \(Self.maximumInstances) instances, not \(count.map(String.init) ?? "more than 10^18")"
    }
  }

  var hint: String? {
    switch self {
    case .misplacedName(let name): "add \(Self.key(for: name)) = …, or use a variable"
    case .otherIteration(_, let instead): "write \(instead)"
    case .unknownMatrixName(_, let suggestion), .unknownAxis(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
    case .attributeOfGroup(let name, let group, let instance):
      "write nodes['\(instance ?? "\(group)[ITEM]")'].\(name)"
    case .keyOfGroup: "use only variables in it"
    case .notIterable, .tooMany: nil
    case .emptyList: "without a value for it there is no combination; remove it, or add one"
    }
  }

  private static func key(for name: String) -> String { name == IterationNames.matrix ? "matrix" : "foreach" }
}
