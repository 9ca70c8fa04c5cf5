internal import TOML
internal import Templates
internal import Text

/// `foreach`, `matrix`, and what goes with them (design 5.6).
extension RunbookReader {
  /// What a node has instances for; nothing if it is not iterated.
  mutating func readIteration(_ table: TOMLItem, _ items: NodeItems, of kind: NodeKind) -> IterationDeclaration? {
    if kind.isStrategy { return refuseIteration(items, of: kind) }
    guard let written = table[NodeKey.foreach.rawValue] ?? table[NodeKey.matrix.rawValue] else {
      refuseWithoutIteration(items)
      return nil
    }
    if let foreach = items[.foreach], let matrix = items[.matrix] {
      let isLater = foreach.keySpan.start > matrix.keySpan.start
      report(.exclusiveKeys("foreach", "matrix"), at: isLater ? foreach : matrix, key: true)
    }
    let source = items[.foreach].flatMap { readItems($0) } ?? items[.matrix].flatMap { readMatrix($0) } ?? .unreadable
    var iteration = IterationDeclaration(source, span: written.valueSpan)
    iteration.batchSize = items[.batchSize].flatMap { integer($0, atLeast: 1, expandsEnvironment: false) }
    iteration.maxFailures = items[.maxFailures].flatMap { field($0, expandsEnvironment: false) }
    return iteration
  }

  /// A strategy stands for many nodes already, and `max_failures` of Progressive is about its targets.
  private mutating func refuseIteration(_ items: NodeItems, of kind: NodeKind) -> IterationDeclaration? {
    for key in [NodeKey.foreach, .matrix] {
      if let item = items[key] { report(RolloutProblem.iterated(item.key, kind), at: item, key: true) }
    }
    let isOwn = kind == .progressive
    refuseWithoutIteration(isOwn ? items.only(.batchSize) : items)
    return nil
  }

  private mutating func refuseWithoutIteration(_ items: NodeItems) {
    for key in [NodeKey.batchSize, .maxFailures] {
      if let item = items[key] { report(.withoutIteration(item.key), at: item, key: true) }
    }
  }

  private mutating func readItems(_ item: TOMLItem) -> IterationDeclaration.Source? {
    if let text = item.string, !Template.isTemplate(text) {
      report(.foreachOverText(text), at: item)
      return nil
    }
    return valueTemplate(item).map { .items($0) }
  }

  // MARK: - Matrices

  private mutating func readMatrix(_ table: TOMLItem) -> IterationDeclaration.Source? {
    var matrix = MatrixDeclaration()
    var isReadable = true
    for item in table.children {
      guard let part = readPart(item) else {
        isReadable = false
        continue
      }
      switch part.name {
      case "include": matrix.include = part
      case "exclude": matrix.exclude = part
      default: matrix.axes.append(part)
      }
    }
    if isReadable, matrix.axes.isEmpty, matrix.include == nil {
      report(.emptyMatrix, at: table)
      return nil
    }
    return isReadable ? .combinations(matrix) : nil
  }

  /// A list, or a template that is one; an empty list of values leaves nothing to combine.
  private mutating func readPart(_ item: TOMLItem) -> MatrixDeclaration.Part? {
    let isTemplate = item.string.map { Template.isTemplate($0) } ?? false
    guard item.kind == .array || isTemplate else {
      report(.wrongForm(item.key, expected: "a list", found: item.kind.name), at: item)
      return nil
    }
    let holdsTables = item.key == "include" || item.key == "exclude"
    if holdsTables, !holdsOnlyTables(item) { return nil }
    if !holdsTables, item.kind == .array, item.children.first(where: { _ in true }) == nil {
      report(.emptyMatrixList(item.key), at: item)
      return nil
    }
    return valueTemplate(item).map { MatrixDeclaration.Part(name: item.key, value: $0, span: item.valueSpan) }
  }

  private mutating func holdsOnlyTables(_ list: TOMLItem) -> Bool {
    var isRight = true
    for item in list.children where item.kind != .table && item.kind != .string {
      report(.wrongItem(list.key, expected: "a table", found: item.kind.name), at: item)
      isRight = false
    }
    return isRight
  }
}
