import Runbooks

/// Values for keys, by the form that the tables of keys state.
enum KeySample {
  /// A value of the form, as TOML.
  static func right(_ form: KeyDefinition.Form) -> String {
    switch form {
    case .string, .stringOrList, .stringOrDate, .any, .stringOrTable, .booleanOrString, .commandOrTable,
      .basicCredentials, .lock:
      "\"true\""
    case .boolean, .listOrBoolean, .booleanOrInteger: "true"
    case .integer, .duration, .durations, .number, .integerOrTable, .integerOrString, .integerOrPercentage, .size: "1"
    case .list, .listOrTemplate, .listOfStrings, .listOrTable: "[]"
    case .table, .headers: "{}"
    case .statuses: "200"
    case .exitCodes, .retryCodes: "0"
    }
  }

  /// A value of another form, as TOML, and its kind in words; nothing if every form is right.
  static func wrong(_ form: KeyDefinition.Form) -> (text: String, kind: String)? {
    switch form {
    case .any: nil
    case .stringOrDate, .string, .stringOrTable, .table, .headers, .list, .listOrTemplate, .listOfStrings,
      .listOrBoolean, .listOrTable,
      .commandOrTable, .basicCredentials, .lock:
      ("1", "an integer")
    case .stringOrList, .booleanOrInteger: ("{}", "a table")
    case .boolean, .booleanOrString: ("1", "an integer")
    case .integer, .duration, .durations, .number, .integerOrTable, .integerOrString, .statuses, .integerOrPercentage,
      .size,
      .exitCodes, .retryCodes:
      ("true", "a boolean")
    }
  }
}

extension NodeKey {
  /// A runbook in which a node of a kind with this key has the key with `value`.
  func runbook(_ value: String) -> String {
    let kind = definition.kinds.first ?? .command
    let says = (Self.saying[kind] ?? "").split(separator: "\n").filter { !$0.hasPrefix("\(rawValue) ") }
    let needed = says.map { $0 + "\n" }.joined()
    return "[a]\nfunction = \"noop\"\n[b]\n\(needed)\(rawValue) = \(value)\n"
  }

  private static let saying: [NodeKind: String] = [
    .command: "command = \"x\"", .http: "url = \"http://x\"", .function: "function = \"noop\"",
    .manual: "prompt = \"x\"",
    .runbook: "runbook = \"x\"",
    .blueGreen: """
    type = "BlueGreen"
    target = "x"
    active = "x"
    deploy = "x"
    check = "x"
    switch = "x"
    """,
    .canary: """
    type = "Canary"
    target = "x"
    deploy = "x"
    shift = "x"
    check = "x"
    """,
    .progressive: """
    type = "Progressive"
    target = "x"
    targets = ["x", "y"]
    update = "x"
    check = "x"
    revert = "x"
    """,
  ]
}
