internal import Values

/// Tests of text.
enum TextTests {
  static let all: [TemplateTest] = [upper, lower, version, pattern("match"), pattern("search"), pattern("regex")]

  private static let upper = TemplateTest(Signature("upper")) { value, _ throws(TemplateProblem) in
    CharacterClasses.isCased(try Argument.pythonText(value), upper: true)
  }

  private static let lower = TemplateTest(Signature("lower")) { value, _ throws(TemplateProblem) in
    CharacterClasses.isCased(try Argument.pythonText(value), upper: false)
  }

  /// Compares versions number by number; a part that is no number is older than one that is.
  private static let version = TemplateTest(
    Signature("version", .required("version"), .optional("operator", .string("==")), .optional("strict", .null))
  ) { value, arguments throws(TemplateProblem) in
    let order = VersionOrder.compare(try Argument.pythonText(value), try Argument.pythonText(arguments[0]))
    let operation = try Argument.text(arguments[1], "operator", of: "version")
    switch operation {
    case "==", "=", "eq": return order == 0
    case "!=", "<>", "ne": return order != 0
    case "<", "lt": return order < 0
    case "<=", "le": return order <= 0
    case ">", "gt": return order > 0
    case ">=", "ge": return order >= 0
    default: throw .invalidValue(operation, of: "version", expected: "==, !=, <, <=, > or >=")
    }
  }

  /// `match` is anchored at the start; `regex` and `search` are not.
  private static func pattern(_ name: String) -> TemplateTest {
    TemplateTest(
      Signature(
        name, .required("pattern"), .optional("ignorecase", .bool(false)), .optional("multiline", .bool(false)))
    ) { value, arguments throws(TemplateProblem) in
      let regex = try RegexFilters.compile(arguments[0], arguments[1], arguments[2], for: name)
      let text = Array(try Argument.pythonText(value).unicodeScalars)
      return try regex.firstMatch(in: text, from: 0, anchored: name == "match") != nil
    }
  }
}
