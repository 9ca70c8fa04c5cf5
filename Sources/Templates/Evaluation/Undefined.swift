public import Values

/// What a name, attribute or item that does not exist evaluates to.
///
/// Strict, as Jinja2's `StrictUndefined`: only `is defined`, `default` and the like accept it, everything else fails.
public struct Undefined: ValueObject {
  /// What messages call it.
  public var kind: String { "undefined" }
  /// The failure of whoever uses it.
  let problem: TemplateProblem

  /// An undefined value for which `problem` is raised when it is used.
  public init(_ problem: TemplateProblem) {
    self.problem = problem
  }
}

extension Value {
  /// The undefined value this is, if it is one.
  var undefined: Undefined? {
    if case .object(let object) = self { object as? Undefined } else { nil }
  }

  /// The value itself, unless it is undefined.
  func defined() throws(TemplateProblem) -> Value {
    if let undefined { throw undefined.problem }
    return self
  }
}

/// A list that cannot be changed in Python; it differs from a list only when compared with one.
struct Tuple: ValueObject {
  var kind: String { "tuple" }
  let items: [Value]
}
