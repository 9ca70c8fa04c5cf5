internal import Values

/// Filters over regular expressions.
enum RegexFilters {
  static let all: [Filter] = [replace, search, findall, escape]

  static func compile(
    _ pattern: Value, _ ignoresCase: Value, _ isMultiline: Value, for name: String
  ) throws(TemplateProblem) -> Regex {
    let text = try Argument.text(pattern, "pattern", of: name)
    return try RegexParser.parse(
      text, ignoresCase: try Argument.truth(ignoresCase), isMultiline: try Argument.truth(isMultiline))
  }

  private static let replace = Filter(
    Signature(
      "regex_replace", .optional("pattern", .string("")), .optional("replacement", .string("")),
      .optional("ignorecase", .bool(false)), .optional("multiline", .bool(false)), .optional("count", .int(0)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let regex = try compile(arguments[0], arguments[2], arguments[3], for: "regex_replace")
    let template = try Argument.text(arguments[1], "replacement", of: "regex_replace")
    let limit = try Argument.integer(arguments[4], "count", of: "regex_replace")
    let text = Array(try Argument.pythonText(value).unicodeScalars)
    var result = String.UnicodeScalarView()
    var end = 0
    for match in try regex.matches(in: text, limit: limit) {
      result.append(contentsOf: text[end..<match.range.lowerBound])
      result.append(contentsOf: try match.expanded(template, regex, in: text).unicodeScalars)
      end = match.range.upperBound
      if result.count > TemplateLimits.textSize { throw .limitReached("string size", limit: TemplateLimits.textSize) }
    }
    result.append(contentsOf: text[end...])
    return .string(String(result))
  }

  private static let search = Filter(
    Signature(variadic: "regex_search", .required("pattern"))
  ) { value, arguments, _ throws(TemplateProblem) in
    let options = arguments[2].map ?? ValueMap()
    let regex = try compile(
      arguments[0], options["ignorecase"] ?? .bool(false), options["multiline"] ?? .bool(false), for: "regex_search")
    let text = Array(try Argument.pythonText(value).unicodeScalars)
    guard let match = try regex.firstMatch(in: text, from: 0, anchored: false) else { return .null }
    let wanted = arguments[1].list ?? []
    if wanted.isEmpty { return .string(match.text(of: 0, in: text) ?? "") }
    var groups: [Value] = []
    for reference in wanted {
      let name = try Argument.text(reference, "group", of: "regex_search")
      let plain = name.hasPrefix("\\g<") ? String(name.dropFirst(3).dropLast()) : String(name.dropFirst())
      guard let number = Int(plain) ?? regex.groupNames[plain], number <= regex.groupCount else {
        throw .invalidValue(name, of: "regex_search", expected: "a group such as `\\\\1` or `\\\\g<name>`")
      }
      groups.append(match.text(of: number, in: text).map { .string($0) } ?? .null)
    }
    return .list(groups)
  }

  private static let findall = Filter(
    Signature(
      "regex_findall", .required("regex"), .optional("multiline", .bool(false)), .optional("ignorecase", .bool(false)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let regex = try compile(arguments[0], arguments[2], arguments[1], for: "regex_findall")
    let text = Array(try Argument.pythonText(value).unicodeScalars)
    return .list(
      try regex.matches(in: text, limit: 0).map { match in
        if regex.groupCount < 2 { return .string(match.text(of: regex.groupCount, in: text) ?? "") }
        return .object(Tuple(items: (1...regex.groupCount).map { .string(match.text(of: $0, in: text) ?? "") }))
      })
  }

  private static let escape = Filter(Signature("regex_escape", .optional("re_type", .string("python")))) {
    value, _, _ throws(TemplateProblem) in
    var result = ""
    for scalar in try Argument.pythonText(value).unicodeScalars {
      if "()[]{}?*+-|^$\\.&~# \t\n\r\u{0B}\u{0C}".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return .string(result)
  }
}
