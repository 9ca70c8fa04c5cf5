internal import Values

/// `loop`: where a loop stands.
struct LoopObject: TemplateObject {
  let statement: Statement.Loop
  let items: [Value]
  let index: Int
  let depth: Int
  /// The number of the cell of `loop.changed`.
  let changedCell: Int
  var kind: String { "loop" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    switch name {
    case "index": .int(index + 1)
    case "index0": .int(index)
    case "revindex": .int(items.count - index)
    case "revindex0": .int(items.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == items.count - 1)
    case "length": .int(items.count)
    case "depth": .int(depth + 1)
    case "depth0": .int(depth)
    case "previtem": index > 0 ? items[index - 1] : nil
    case "nextitem": index + 1 < items.count ? items[index + 1] : nil
    default: nil
    }
  }
}

extension TemplateEvaluator {
  /// `loop.cycle(…)`, `loop.changed(…)`.
  mutating func call(
    _ method: String, of loop: LoopObject, _ arguments: CallValues
  ) throws(TemplateProblem) -> Value? {
    switch method {
    case "cycle":
      guard !arguments.positional.isEmpty else { throw .emptySequence("cycle") }
      return arguments.positional[loop.index % arguments.positional.count]
    case "changed":
      var isSame = false
      if case .changed(let last?) = cells[loop.changedCell] {
        isSame = try Comparing.equal(.list(last), .list(arguments.positional))
      }
      cells[loop.changedCell] = .changed(arguments.positional)
      return .bool(!isSame)
    default: return nil
    }
  }
}
