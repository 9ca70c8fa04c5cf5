internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What nodes have instances for.
extension FieldPlanner {
  /// What the node is done for; nothing if it is not iterated.
  mutating func iteration(of node: NodeDeclaration) -> Iteration? {
    guard let declaration = node.iteration else { return nil }
    var iteration: Iteration
    switch declaration.source {
    case .items(let value):
      iteration = Iteration(names: .items)
      if let late = late(value, of: node) {
        iteration.late = late
      } else {
        iteration.items = items(of: value, at: declaration.span)
      }
    case .combinations(let matrix): iteration = combinations(of: matrix, at: declaration.span)
    case .unreadable: iteration = Iteration(names: .unreadable)
    }
    iteration.batchSize = declaration.batchSize.flatMap { number($0, key: "batch_size", atLeast: 1) }
    iteration.maxFailures = declaration.maxFailures.flatMap { known($0, key: "max_failures") }
    return iteration
  }

  // MARK: - foreach

  /// The list of a node, if only the output of other nodes tells it.
  mutating func late(_ list: ValueTemplate, of node: NodeDeclaration) -> ValueTemplate? {
    guard node.kind != .runbook, list.templates.contains(where: resolver.readsNodes) else { return nil }
    let (planned, found) = apart { $0.plan(list) }
    lateLists[node.id] = found
    return planned
  }

  private mutating func items(of template: ValueTemplate, at span: ByteSpan) -> [IterationItem]? {
    guard let value = known(template, key: "foreach") else { return nil }
    let place = Self.place(of: template) ?? span
    let items: [IterationItem]
    switch value {
    case .list(let list): items = IterationItem.items(of: list)
    case .map(let map): items = IterationItem.items(of: map)
    default:
      report(.notIterable(key: "foreach", found: Self.description(of: value)), at: place)
      return nil
    }
    guard items.count > IterationProblem.maximumInstances else { return items }
    report(.tooMany(items.count), at: place)
    return nil
  }

  /// Where a value that is one template stands.
  private static func place(of value: ValueTemplate) -> ByteSpan? {
    if case .template(let template) = value { template.span } else { nil }
  }

  /// The kind of a value with its article.
  private static func description(of value: Value) -> String {
    switch value {
    case .null: "nothing"
    case .int: "an integer"
    default: "a \(value.kind)"
    }
  }

  // MARK: - matrix

  private mutating func combinations(of declaration: MatrixDeclaration, at span: ByteSpan) -> Iteration {
    var matrix = Matrix()
    var isKnown = true
    for axis in declaration.axes {
      if let values = values(of: axis) { matrix.axes.append((axis.name, values)) } else { isKnown = false }
    }
    for (part, path) in [(declaration.include, \Matrix.include), (declaration.exclude, \Matrix.exclude)] {
      guard let part else { continue }
      if let maps = maps(in: part) { matrix[keyPath: path] = maps } else { isKnown = false }
    }
    guard isKnown else { return Iteration(names: .matrix(nil)) }
    let names = IterationNames.matrix(matrix.names)
    guard check(matrix, declaration, at: span) else { return Iteration(names: names) }
    return Iteration(names: names, items: IterationItem.items(of: matrix.combinations))
  }

  private mutating func values(of axis: MatrixDeclaration.Part) -> [Value]? {
    guard let values = list(axis) else { return nil }
    if values.isEmpty { report(.emptyList(axis.name), at: Self.place(of: axis.value) ?? axis.span) }
    return values.isEmpty ? nil : values
  }

  private mutating func list(_ part: MatrixDeclaration.Part) -> [Value]? {
    guard let value = known(part.value, key: "matrix") else { return nil }
    if let list = value.list { return list }
    report(
      .notIterable(key: part.name, found: Self.description(of: value)), at: Self.place(of: part.value) ?? part.span)
    return nil
  }

  private mutating func maps(in part: MatrixDeclaration.Part) -> [ValueMap]? {
    guard let list = list(part) else { return nil }
    let maps = list.compactMap(\.map)
    guard let other = list.first(where: { $0.map == nil }) else { return maps }
    let place = Self.place(of: part.value) ?? part.span
    refuse("an item of \(part.name)", expected: "a table", found: String.convert(other) ?? "", at: place)
    return nil
  }

  /// Whether the combinations can be made: counted before any of them is.
  private mutating func check(_ matrix: Matrix, _ declaration: MatrixDeclaration, at span: ByteSpan) -> Bool {
    let names = matrix.axes.map(\.name)
    let excluded = matrix.exclude.lazy.flatMap(\.entries).compactMap(\.key.string)
    if let unknown = excluded.first(where: { !names.contains($0) }) {
      report(
        .unknownAxis(unknown, suggestion: Suggestion.closest(to: unknown, among: names)),
        at: declaration.exclude?.span ?? span)
    }
    if let size = matrix.size, size <= IterationProblem.maximumInstances { return true }
    report(.tooMany(matrix.size), at: span)
    return false
  }
}
