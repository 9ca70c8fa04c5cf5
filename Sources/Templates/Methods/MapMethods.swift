internal import Values

/// Methods of maps.
enum MapMethods {
  static let table = Method.table([get, keys, values, items, copy])

  private static let get = Filter(Signature("get", .required("key"), .optional("default", .null))) {
    value, arguments, _ throws(TemplateProblem) in
    try Argument.map(value, for: "get")[try arguments[0].defined()] ?? arguments[1]
  }

  private static let keys = Filter(Signature("keys")) { value, _, _ throws(TemplateProblem) in
    .list(try Argument.map(value, for: "keys").entries.map(\.key))
  }

  private static let values = Filter(Signature("values")) { value, _, _ throws(TemplateProblem) in
    .list(try Argument.map(value, for: "values").entries.map(\.value))
  }

  private static let items = Filter(Signature("items")) { value, _, _ throws(TemplateProblem) in
    .list(try Argument.map(value, for: "items").entries.map { .object(Tuple(items: [$0.key, $0.value])) })
  }

  private static let copy = Filter(Signature("copy")) { value, _, _ in value }
}
