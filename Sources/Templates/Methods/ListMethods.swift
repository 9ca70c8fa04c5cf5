internal import Values

/// Methods of lists.
enum ListMethods {
  static let table = Method.table([index, count, copy])

  private static let index = Filter(Signature("index", .required("value"))) {
    value, arguments, _ throws(TemplateProblem) in
    for (index, item) in try Argument.items(value, for: "index").enumerated()
    where try Comparing.equal(item, arguments[0]) {
      return .int(index)
    }
    throw .invalidValue(PythonText.repr(arguments[0]), of: "index", expected: "an item of the list")
  }

  private static let count = Filter(Signature("count", .required("value"))) {
    value, arguments, _ throws(TemplateProblem) in
    var count = 0
    for item in try Argument.items(value, for: "count") where try Comparing.equal(item, arguments[0]) { count += 1 }
    return .int(count)
  }

  private static let copy = Filter(Signature("copy")) { value, _, _ in value }
}
