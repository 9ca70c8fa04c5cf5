internal import Values

/// Filters that make text of text.
///
/// Values that are no strings are turned into text first, as Jinja2 does.
enum StringFilters {
  static let all: [Filter] = [upper, lower, trim, replace]

  private static let upper = Filter(Signature("upper")) { value, _, _ throws(TemplateProblem) in
    .string(try text(value).uppercased())
  }

  private static let lower = Filter(Signature("lower")) { value, _, _ throws(TemplateProblem) in
    .string(try text(value).lowercased())
  }

  private static let trim = Filter(
    Signature("trim", .optional("chars", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    .string(CodePoints.trimming(try text(value), arguments[0].string))
  }

  private static let replace = Filter(
    Signature("replace", .required("old"), .required("new"), .optional("count", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let limit = Comparing.integer(arguments[2]).flatMap { $0 < 0 ? nil : $0 }
    let replaced = CodePoints.replacing(
      try text(arguments[0]), with: try text(arguments[1]), in: try text(value), limit: limit)
    return .string(replaced)
  }

  /// Filters see Python's text of a value: `5 | upper` is `5`.
  private static func text(_ value: Value) throws(TemplateProblem) -> String {
    try TextForm.jinja.text(of: value)
  }
}
