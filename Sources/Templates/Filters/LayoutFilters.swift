internal import Values

/// Filters that lay text out.
enum LayoutFilters {
  static let all: [Filter] = [indent, center, truncate, wordwrap, filesizeformat, pprint]

  private static let indent = Filter(
    Signature(
      "indent", .optional("width", .int(4)), .optional("first", .bool(false)), .optional("blank", .bool(false)))
  ) { value, arguments, _ throws(TemplateProblem) in
    var unit = ""
    if case .string(let text) = arguments[0] {
      unit = text
    } else {
      unit = Padding.pad("", to: try Argument.size(arguments[0], "width", of: "indent"), .end)
    }
    let (first, blank) = (try Argument.truth(arguments[1]), try Argument.truth(arguments[2]))
    let text = try Argument.inputText(value, for: "indent")
    let split = Words.lines(text + (text.hasSuffix("\n") ? "\n" : ""))
    let lines = split.isEmpty ? [""] : split
    if unit.utf8.count.multipliedReportingOverflow(by: max(1, lines.count)).partialValue > TemplateLimits.textSize {
      throw .limitReached("string size", limit: TemplateLimits.textSize)
    }
    let indented = lines.enumerated().map { index, line in
      index == 0 ? (first ? unit : "") + line : line.isEmpty && !blank ? line : unit + line
    }
    return .string(indented.joined(separator: "\n"))
  }

  private static let center = Filter(Signature("center", .optional("width", .int(80)))) {
    value, arguments, _ throws(TemplateProblem) in
    let width = try Argument.size(arguments[0], "width", of: "center")
    return .string(Padding.pad(try Argument.pythonText(value), to: width, .both))
  }

  private static let truncate = Filter(
    Signature(
      "truncate", .optional("length", .int(255)), .optional("killwords", .bool(false)),
      .optional("end", .string("...")), .optional("leeway", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let length = try Argument.integer(arguments[0], "length", of: "truncate")
    let end = try Argument.text(arguments[2], "end", of: "truncate")
    let leeway = arguments[3] == .null ? 5 : try Argument.integer(arguments[3], "leeway", of: "truncate")
    let room = length - end.unicodeScalars.count
    guard room >= 0, leeway >= 0 else {
      throw .invalidValue(String(length), of: "truncate", expected: "a length that has room for the end")
    }
    let longest = length.addingReportingOverflow(leeway).partialValue
    // A list that is short enough stays as it is, as in Jinja2.
    if value.string == nil, try Argument.items(value, for: "truncate").count <= longest { return value }
    let text = Array(try Argument.inputText(value, for: "truncate").unicodeScalars)
    if text.count <= longest { return value }
    var kept = text[..<min(room, text.count)]
    if try !Argument.truth(arguments[1]), let blank = kept.lastIndex(of: " ") { kept = kept[..<blank] }
    return .string(kept.reduce(into: "") { $0.unicodeScalars.append($1) } + end)
  }

  private static let wordwrap = Filter(
    Signature(
      "wordwrap", .optional("width", .int(79)), .optional("break_long_words", .bool(true)),
      .optional("wrapstring", .string("\n")), .optional("break_on_hyphens", .bool(true)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let width = try Argument.integer(arguments[0], "width", of: "wordwrap")
    guard width > 0 else { throw .invalidValue(String(width), of: "wordwrap", expected: "a width above 0") }
    let end = try Argument.text(arguments[2], "wrapstring", of: "wordwrap")
    let wrapper = TextWrapper(
      width: width, breaksLongWords: try Argument.truth(arguments[1]), breaksOnHyphens: try Argument.truth(arguments[3])
    )
    let lines = Words.lines(try Argument.inputText(value, for: "wordwrap")).map {
      wrapper.lines(of: $0).joined(separator: end)
    }
    return .string(lines.joined(separator: end))
  }

  private static let filesizeformat = Filter(Signature("filesizeformat", .optional("binary", .bool(false)))) {
    value, arguments, _ throws(TemplateProblem) in
    let isBinary = try Argument.truth(arguments[0])
    var number = Comparing.number(value)
    if number == nil { number = value.string.flatMap(NumberText.float) }
    guard let bytes = number else { throw .wrongInput("filesizeformat", expected: "a number", found: value.kind) }
    let base = isBinary ? 1024.0 : 1000.0
    if bytes == 1 { return .string("1 Byte") }
    if bytes < base { return .string("\(Int(bytes)) Bytes") }
    let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
    var unit = base * base
    for (index, prefix) in prefixes.enumerated() {
      if bytes < unit || index == prefixes.count - 1 {
        let name = isBinary ? prefix.uppercased() + "iB" : prefix + "B"
        return .string(ExactDecimal(base * bytes / unit).fixed(1) + " " + (isBinary && prefix == "k" ? "KiB" : name))
      }
      unit *= base
    }
    return .null
  }

  private static let pprint = Filter(Signature("pprint")) { value, _, _ throws(TemplateProblem) in
    .string(PythonText.repr(value))
  }
}
