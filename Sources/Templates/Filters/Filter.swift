internal import Text
internal import Values

/// A filter: `value | name(arguments)`.
final class Filter: Sendable {
  typealias Body = @Sendable (Value, [Value], TextForm) throws(TemplateProblem) -> Value

  let signature: Signature
  /// Whether the filter takes an undefined value instead of failing.
  let acceptsUndefined: Bool
  private let body: Body

  init(_ signature: Signature, acceptsUndefined: Bool = false, _ body: @escaping Body) {
    self.signature = signature
    self.acceptsUndefined = acceptsUndefined
    self.body = body
  }

  func apply(
    to value: Value, _ arguments: CallValues, form: TextForm
  ) throws(TemplateProblem) -> Value {
    let input = acceptsUndefined ? value : try value.defined()
    return try body(input, try signature.bind(arguments), form)
  }

  /// Every filter by its name, aliases included.
  private static let all: [String: Filter] = {
    var all: [String: Filter] = [:]
    for filter in groups.joined() {
      all[filter.signature.name] = filter
    }
    for (alias, name) in aliases { all[alias] = all[name] }
    return all
  }()

  private static let groups: [[Filter]] = [
    [replacement, raw, asFile], StringFilters.all, LayoutFilters.all, SequenceFilters.all, SelectionFilters.all,
    OrderFilters.all,
    NumberFilters.all, EncodingFilters.all, DataFilters.all, PathFilters.all, RegexFilters.all,
  ]

  private static let aliases = ["d": "default", "count": "length", "e": "escape", "forceescape": "escape"]

  static func named(_ name: String) -> Filter? { all[name] }

  /// The name that was probably meant.
  static func suggestion(for name: String) -> String? {
    Suggestion.closest(to: name, among: all.keys.sorted())
  }

  /// `raw` marks source text for a command's shell; elsewhere it changes nothing.
  private static let raw = Filter(Signature("raw")) { value, _, _ throws(TemplateProblem) in value }

  /// `as_file` makes the path of a file that holds the value; the evaluator sees to the file.
  static let asFile = Filter(Signature("as_file")) { _, _, _ throws(TemplateProblem) in
    throw .failedByFunction("`as_file` takes one value: {{ NAME | as_file }}")
  }

  /// `default(value, boolean)`: another value for an undefined one, with `boolean` for any false one.
  private static let replacement = Filter(
    Signature("default", .optional("default_value", .string("")), .optional("boolean", .bool(false))),
    acceptsUndefined: true
  ) { value, arguments, _ throws(TemplateProblem) in
    if value.undefined != nil || value.object(MissingElse.self) != nil { return arguments[0] }
    guard try Comparing.truth(of: arguments[1]) else { return value }
    return try Comparing.truth(of: value) ? value : arguments[0]
  }
}
