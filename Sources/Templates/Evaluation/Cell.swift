internal import Values

/// What templates can change: nothing outside of one rendering ever sees it.
enum Cell {
  case namespace(ValueMap)
  /// The items, and the place of the next one.
  case cycler([Value], next: Int)
  case joiner(String, isUsed: Bool)
  /// What `loop.changed` was asked last.
  case changed([Value]?)
}

/// A reference to a cell.
struct CellObject: ValueObject {
  let kind: String
  let number: Int
}

extension TemplateEvaluator {
  /// A new cell.
  mutating func newCell(_ kind: String, _ cell: Cell) -> Value {
    cells.append(cell)
    return .object(CellObject(kind: kind, number: cells.count - 1))
  }

  /// An attribute of a cell.
  func attribute(_ name: String, of cell: CellObject) throws(TemplateProblem) -> Value {
    switch cells[cell.number] {
    case .namespace(let map): if let value = map[name] { return value }
    case .cycler(let items, let next) where name == "current": return items[next]
    default: break
    }
    if name.hasPrefix("_") { throw .privateAttribute(name) }
    return undefined(.undefinedAttribute(name, of: cell.kind))
  }

  /// Calls a cell: only a joiner can be called by itself.
  mutating func call(_ cell: CellObject) throws(TemplateProblem) -> Value {
    guard case .joiner(let separator, let isUsed) = cells[cell.number] else { throw .notCallable(cell.kind) }
    cells[cell.number] = .joiner(separator, isUsed: true)
    return .string(isUsed ? separator : "")
  }

  /// `cycler.next()` and `cycler.reset()`.
  mutating func call(_ method: String, of cell: CellObject) throws(TemplateProblem) -> Value? {
    guard case .cycler(let items, let next) = cells[cell.number] else { return nil }
    switch method {
    case "next":
      cells[cell.number] = .cycler(items, next: (next + 1) % items.count)
      return items[next]
    case "reset":
      cells[cell.number] = .cycler(items, next: 0)
      return .null
    default: return nil
    }
  }

  /// Sets an attribute of a namespace.
  mutating func set(_ name: String, of base: Value, to value: Value) throws(TemplateProblem) {
    guard let cell = base.object(CellObject.self), case .namespace(var map) = cells[cell.number]
    else { throw .unsupportedOperand("set .\(name)", operand: base.kind) }
    // While the cell held the map too, changing it would copy it.
    cells[cell.number] = .namespace(ValueMap())
    map[name] = value
    cells[cell.number] = .namespace(map)
  }
}
