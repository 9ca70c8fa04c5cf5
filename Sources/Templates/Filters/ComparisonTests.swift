internal import Values

/// Tests that compare a value with another.
enum ComparisonTests {
  static let all: [TemplateTest] =
    [
      equality("eq", isEqual: true), equality("ne", isEqual: false), order("lt", "<", [.less]),
      order("le", "<=", [.less, .same]), order("gt", ">", [.greater]), order("ge", ">=", [.greater, .same]), isIn,
      sameas, divisibleby, parity("even", 0), parity("odd", 1), contains, subset("subset", isReversed: false),
      subset("superset", isReversed: true), any, every, truth("truthy", true), truth("falsy", false), filter, test,
    ]

  private static func equality(_ name: String, isEqual: Bool) -> TemplateTest {
    TemplateTest(Signature(name, .required("other"))) { value, arguments throws(TemplateProblem) in
      try Comparing.equal(value, arguments[0]) == isEqual
    }
  }

  private static func order(_ name: String, _ operation: String, _ wanted: [Comparing.Order]) -> TemplateTest {
    TemplateTest(Signature(name, .required("other"))) { value, arguments throws(TemplateProblem) in
      wanted.contains(try Comparing.order(value, arguments[0], operatorName: operation))
    }
  }

  private static let isIn = TemplateTest(Signature("in", .required("seq"))) {
    value, arguments throws(TemplateProblem) in
    try Comparing.contains(value, in: arguments[0])
  }

  private static let contains = TemplateTest(Signature("contains", .required("value"))) {
    value, arguments throws(TemplateProblem) in
    try Comparing.contains(arguments[0], in: value)
  }

  private static let sameas = TemplateTest(Signature("sameas", .required("other"))) { value, arguments in
    value == arguments[0]
  }

  private static let divisibleby = TemplateTest(Signature("divisibleby", .required("num"))) {
    value, arguments throws(TemplateProblem) in
    try isZero(try Arithmetic.apply(.remainder, value, arguments[0]))
  }

  private static func parity(_ name: String, _ wanted: Int) -> TemplateTest {
    TemplateTest(Signature(name)) { value, _ throws(TemplateProblem) in
      try Comparing.equal(try Arithmetic.apply(.remainder, value, .int(2)), .int(wanted))
    }
  }

  private static func isZero(_ value: Value) throws(TemplateProblem) -> Bool {
    try Comparing.equal(value, .int(0))
  }

  private static func subset(_ name: String, isReversed: Bool) -> TemplateTest {
    TemplateTest(Signature(name, .required("other"))) { value, arguments throws(TemplateProblem) in
      let (part, whole) = isReversed ? (arguments[0], value) : (value, arguments[0])
      for item in try Argument.items(part, for: name) where try !Comparing.contains(item, in: whole) { return false }
      return true
    }
  }

  private static let any = TemplateTest(Signature("any")) { value, _ throws(TemplateProblem) in
    for item in try Argument.items(value, for: "any") where try Comparing.truth(of: item) { return true }
    return false
  }

  private static let every = TemplateTest(Signature("all")) { value, _ throws(TemplateProblem) in
    for item in try Argument.items(value, for: "all") where try !Comparing.truth(of: item) { return false }
    return true
  }

  private static func truth(_ name: String, _ wanted: Bool) -> TemplateTest {
    TemplateTest(Signature(name, .optional("convert_bool", .bool(false)))) { value, _ throws(TemplateProblem) in
      try Comparing.truth(of: value) == wanted
    }
  }

  private static let filter = TemplateTest(Signature("filter")) { value, _ in
    value.string.map { Filter.named($0) != nil } ?? false
  }

  private static let test = TemplateTest(Signature("test")) { value, _ in
    value.string.map { TemplateTest.named($0) != nil } ?? false
  }
}
