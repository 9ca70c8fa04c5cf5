public import Values

/// How values become text.
public enum TextForm: Sendable {
  /// As runbooks expect: `true` and `false`, nothing for null, JSON for lists and maps (design 4).
  case runbook
  /// As Python's `str` prints them, which is Jinja2's way.
  case jinja

  /// The text of `value`.
  ///
  /// An undefined value fails.
  public func text(of value: Value) throws(TemplateProblem) -> String {
    switch value {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .double(let number): return number.description
    case .bool(let flag): return self == .runbook ? String(flag) : flag ? "True" : "False"
    case .null: return self == .runbook ? "" : "None"
    case .list, .map:
      return self == .runbook
        ? JSONWriter.string(try plain(value), layout: .spaced) : PythonText.repr(try plain(value))
    case .object(let object):
      if object is MissingElse { return "" }
      if case .string(let text) = try value.defined() { return text }
      guard let tuple = object as? Tuple else { return "<\(object.kind)>" }
      if self == .runbook { return try text(of: .list(tuple.items)) }
      let items = try tuple.items.map { item throws(TemplateProblem) in PythonText.repr(try plain(item)) }
      return "(" + items.joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    }
  }

  /// `value` with undefined parts refused, so that what is left can be written out.
  func plain(_ value: Value) throws(TemplateProblem) -> Value {
    switch value {
    case .list(let items):
      return .list(try items.map { item throws(TemplateProblem) in try plain(item) })
    case .map(let map):
      var result = ValueMap()
      for entry in map.entries { result[entry.key] = try plain(entry.value) }
      return .map(result)
    case .object(let object):
      _ = try value.defined()
      if let tuple = object as? Tuple, self == .runbook { return try plain(.list(tuple.items)) }
      return value
    default: return value
    }
  }
}
