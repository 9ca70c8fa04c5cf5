internal import Text
internal import Values

/// Filters that make text of text.
///
/// Values that are no strings are turned into text first, as Jinja2 does.
enum StringFilters {
  static let all: [Filter] = [
    upper, lower, trim, replace, capitalize, title, string, quote, escape, safe, striptags, wordcount, format, split,
  ]

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
    return .string(
      try TextReplacement.replacing(
        try text(arguments[0]), with: try text(arguments[1]), in: try text(value), limit: limit))
  }

  private static let capitalize = Filter(Signature("capitalize")) { value, _, _ throws(TemplateProblem) in
    .string(WordCase.capitalized(try text(value)))
  }

  private static let title = Filter(Signature("title")) { value, _, _ throws(TemplateProblem) in
    .string(WordCase.title(try text(value)))
  }

  private static let string = Filter(Signature("string")) { value, _, _ throws(TemplateProblem) in
    .string(try text(value))
  }

  /// One word of a shell, as Python's `shlex.quote` writes it.
  private static let quote = Filter(Signature("quote")) { value, _, _ throws(TemplateProblem) in
    let word = try TextForm.runbook.text(of: value)
    let isPlain = word.utf8.allSatisfy { $0.isASCIIWord || "@%+=:,./-".utf8.contains($0) }
    if isPlain, !word.isEmpty { return .string(word) }
    return .string("'" + CodePoints.replacing("'", with: "'\"'\"'", in: word, limit: nil) + "'")
  }

  private static let escape = Filter(Signature("escape")) { value, _, _ throws(TemplateProblem) in
    var result = ""
    for scalar in try text(value).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "'": result += "&#39;"
      case "\"": result += "&#34;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return .string(result)
  }

  private static let safe = Filter(Signature("safe")) { value, _, _ in value }

  /// Without SGML tags and comments, white space made one blank.
  private static let striptags = Filter(Signature("striptags")) { value, _, _ throws(TemplateProblem) in
    .string(Words.split(Markup.unescaped(Markup.withoutTags(try text(value)))).joined(separator: " "))
  }

  private static let wordcount = Filter(Signature("wordcount")) { value, _, _ throws(TemplateProblem) in
    var count = 0
    var isInWord = false
    for scalar in try text(value).unicodeScalars {
      let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
      if isWord, !isInWord { count += 1 }
      isInWord = isWord
    }
    return .int(count)
  }

  private static let format = Filter(Signature(variadic: "format")) { value, arguments, _ throws(TemplateProblem) in
    let positional = arguments[0].list ?? []
    let keywords = arguments[1].map ?? ValueMap()
    if !positional.isEmpty, !keywords.isEmpty {
      throw .argumentCount("format", expected: 0...positional.count, found: positional.count + keywords.count)
    }
    return .string(try PercentFormat.format(try text(value), positional, keywords.isEmpty ? nil : keywords))
  }

  private static let split = Filter(
    Signature("split", .optional("sep", .null), .optional("maxsplit", .int(-1)))
  ) { value, arguments, form throws(TemplateProblem) in
    try Method.of(.string(""), "split")?.apply(to: .string(try text(value)), CallValues(arguments), form: form) ?? .null
  }

  private static func text(_ value: Value) throws(TemplateProblem) -> String {
    try Argument.pythonText(value)
  }
}
