public import Values

/// What a name, attribute or item that does not exist evaluates to.
///
/// Strict, as Jinja2's `StrictUndefined`: only `is defined`, `default` and the like accept it, everything else fails.
public struct Undefined: ValueObject {
  /// How much of it is an error.
  public enum Mode: String, Sendable {
    /// Everything but asking whether it is defined.
    case strict
    /// Attributes, items and calls; it is an empty text otherwise, as in Jinja2's default.
    case lenient
    /// Calls; its attributes and items are undefined too.
    case chainable
  }

  /// What messages call it.
  public var kind: String { "undefined" }
  /// The failure of whoever uses it.
  let problem: TemplateProblem
  let mode: Mode

  /// An undefined value for which `problem` is raised when it is used.
  public init(_ problem: TemplateProblem, mode: Mode = .strict) {
    self.problem = problem
    self.mode = mode
  }
}

extension Value {
  /// The undefined value this is, if it is one.
  var undefined: Undefined? {
    object(Undefined.self)
  }

  /// The object of exactly this type that this is, if it is one.
  ///
  /// Unlike with `as?`, asking for another type than it has costs no more than a comparison.
  func object<Object: ValueObject>(_ wanted: Object.Type) -> Object? {
    guard case .object(let object) = self, type(of: object) == wanted else { return nil }
    return object as? Object
  }

  /// The value itself, unless it is undefined; an empty text for one that is leniently undefined.
  func defined() throws(TemplateProblem) -> Value {
    guard let undefined else { return self }
    if undefined.mode == .strict { throw undefined.problem }
    return .string("")
  }
}

extension Value {
  /// The value with lists for tuples: outside of templates there are none.
  public var withoutTuples: Value {
    switch self {
    case .object(let tuple as Tuple): return .list(tuple.items.map(\.withoutTuples))
    case .list(let items): return .list(items.map(\.withoutTuples))
    case .map(let map):
      var result = ValueMap()
      for entry in map.entries { result[entry.key.withoutTuples] = entry.value.withoutTuples }
      return .map(result)
    case .null, .bool, .int, .double, .string, .object: return self
    }
  }
}

/// A list that cannot be changed in Python; it differs from a list only when compared with one.
struct Tuple: TemplateObject {
  var kind: String { "tuple" }
  let items: [Value]
  /// Names for the first items, where they have some.
  var names: [String] = []

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    names.firstIndex(of: name).map { items[$0] }
  }
}
