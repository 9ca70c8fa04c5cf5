internal import Values

/// Methods of strings, as Python has them.
enum StringMethods {
  static let table = Method.table(
    cases + questions + trims + layouts + [
      split, rsplit, splitlines, join, replace, partition("partition"), partition("rpartition"),
      search("find"), search("rfind"), search("index"), search("rindex"), count, affix("startswith"),
      affix("endswith"), removal("removeprefix"), removal("removesuffix"), format, expandtabs,
    ])

  private static func text(_ value: Value) throws(TemplateProblem) -> String {
    try Argument.text(value, "self", of: "method")
  }

  // MARK: - Case and kinds

  private static let cases: [Filter] = [
    simple("upper") { $0.uppercased() }, simple("lower") { $0.lowercased() },
    simple("casefold") { CodePoints.replacing("ß", with: "ss", in: $0.lowercased(), limit: nil) },
    simple("title") { WordCase.pythonTitle($0) }, simple("capitalize") { WordCase.capitalized($0) },
    simple("swapcase") { WordCase.swapped($0) },
  ]

  private static func simple(_ name: String, _ body: @escaping @Sendable (String) -> String) -> Filter {
    Filter(Signature(name)) { value, _, _ throws(TemplateProblem) in .string(body(try text(value))) }
  }

  private static let questions: [Filter] = [
    question("isdigit") { CharacterClasses.all($0, CharacterClasses.isDigit) },
    question("isdecimal") { CharacterClasses.all($0) { $0.properties.numericType == .decimal } },
    question("isnumeric") { CharacterClasses.all($0) { $0.properties.numericType != nil } },
    question("isalpha") { CharacterClasses.all($0, CharacterClasses.isLetter) },
    question("isalnum") {
      CharacterClasses.all($0) { CharacterClasses.isLetter($0) || $0.properties.numericType != nil }
    },
    question("isspace") { CharacterClasses.all($0, CodePoints.isSpace) },
    question("isupper") { CharacterClasses.isCased($0, upper: true) },
    question("islower") { CharacterClasses.isCased($0, upper: false) },
  ]

  private static func question(_ name: String, _ body: @escaping @Sendable (String) -> Bool) -> Filter {
    Filter(Signature(name)) { value, _, _ throws(TemplateProblem) in .bool(body(try text(value))) }
  }

  // MARK: - Ends

  private static let trims: [Filter] = [
    trim("strip", start: true, end: true), trim("lstrip", start: true, end: false),
    trim("rstrip", start: false, end: true),
  ]

  private static func trim(_ name: String, start: Bool, end: Bool) -> Filter {
    Filter(Signature(name, .optional("chars", .null))) { value, arguments, _ throws(TemplateProblem) in
      .string(CodePoints.trimming(try text(value), arguments[0].string, start: start, end: end))
    }
  }

  private static func affix(_ name: String) -> Filter {
    Filter(Signature(name, .required("affix"))) { value, arguments, _ throws(TemplateProblem) in
      let bytes = Array(try text(value).utf8)
      var affixes = [arguments[0]]
      if case .object(let tuple as Tuple) = arguments[0] { affixes = tuple.items }
      for affix in affixes {
        let part = Array(try Argument.text(affix, "affix", of: name).utf8)
        let end = name == "startswith" ? bytes.prefix(part.count) : bytes.suffix(part.count)
        if end.elementsEqual(part) { return .bool(true) }
      }
      return .bool(false)
    }
  }

  private static func removal(_ name: String) -> Filter {
    Filter(Signature(name, .required("affix"))) { value, arguments, _ throws(TemplateProblem) in
      let bytes = Array(try text(value).utf8)
      let part = Array(try Argument.text(arguments[0], "affix", of: name).utf8)
      let isPrefix = name == "removeprefix"
      let end = isPrefix ? bytes.prefix(part.count) : bytes.suffix(part.count)
      guard end.elementsEqual(part) else { return value }
      let rest = isPrefix ? bytes.dropFirst(part.count) : bytes.dropLast(part.count)
      return .string(String(decoding: rest, as: UTF8.self))
    }
  }

  // MARK: - Parts

  private static let split = Filter(
    Signature("split", .optional("sep", .null), .optional("maxsplit", .int(-1)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let limit = try Argument.integer(arguments[1], "maxsplit", of: "split")
    guard arguments[0] != .null else {
      return .list(Words.split(try text(value), limit: limit < 0 ? nil : limit).map { .string($0) })
    }
    let separator = try separator(arguments[0], of: "split")
    return .list(Words.split(try text(value), by: separator, limit: limit < 0 ? nil : limit).map { .string($0) })
  }

  private static let rsplit = Filter(
    Signature("rsplit", .optional("sep", .null), .optional("maxsplit", .int(-1)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let limit = try Argument.integer(arguments[1], "maxsplit", of: "rsplit")
    if arguments[0] == .null {
      let words = Words.split(try text(value))
      guard limit >= 0, words.count > limit + 1 else { return .list(words.map { .string($0) }) }
      let tail = words.suffix(limit)
      var rest = CodePoints.trimming(try text(value), nil, start: false, end: true)
      for word in tail.reversed() {
        rest = String(rest.unicodeScalars.dropLast(word.unicodeScalars.count))
        rest = CodePoints.trimming(rest, nil, start: false, end: true)
      }
      return .list(([CodePoints.trimming(rest, nil, start: true, end: false)] + tail).map { .string($0) })
    }
    let separator = try separator(arguments[0], of: "rsplit")
    return .list(
      Words.splitFromEnd(try text(value), by: separator, limit: limit < 0 ? .max - 1 : limit).map { .string($0) })
  }

  private static func separator(_ value: Value, of name: String) throws(TemplateProblem) -> String {
    let separator = try Argument.text(value, "sep", of: name)
    if separator.isEmpty { throw .invalidValue("", of: name, expected: "a separator that is not empty") }
    return separator
  }

  private static let splitlines = Filter(Signature("splitlines", .optional("keepends", .bool(false)))) {
    value, arguments, _ throws(TemplateProblem) in
    .list(Words.lines(try text(value), keepsEnds: try Argument.truth(arguments[0])).map { .string($0) })
  }

  private static func partition(_ name: String) -> Filter {
    Filter(Signature(name, .required("sep"))) { value, arguments, _ throws(TemplateProblem) in
      let (text, separator) = (try text(value), try separator(arguments[0], of: name))
      let isFromEnd = name == "rpartition"
      let parts =
        isFromEnd
        ? Words.splitFromEnd(text, by: separator, limit: 1) : Words.split(text, by: separator, limit: 1)
      let items = parts.count == 2 ? [parts[0], separator, parts[1]] : isFromEnd ? ["", "", text] : [text, "", ""]
      return .object(Tuple(items: items.map { .string($0) }))
    }
  }

  private static let join = Filter(Signature("join", .required("iterable"))) {
    value, arguments, _ throws(TemplateProblem) in
    var parts: [String] = []
    for item in try Argument.items(arguments[0], for: "join") {
      parts.append(try Argument.text(item, "item", of: "join"))
    }
    let separator = try text(value)
    let size = parts.reduce(0) { $0 + $1.utf8.count } + separator.utf8.count * max(0, parts.count - 1)
    if size > TemplateLimits.textSize { throw .limitReached("string size", limit: TemplateLimits.textSize) }
    return .string(parts.joined(separator: separator))
  }

  private static let replace = Filter(
    Signature("replace", .required("old"), .required("new"), .optional("count", .int(-1)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let limit = try Argument.integer(arguments[2], "count", of: "replace")
    let (old, new) = (
      try Argument.text(arguments[0], "old", of: "replace"), try Argument.text(arguments[1], "new", of: "replace")
    )
    return .string(try TextReplacement.replacing(old, with: new, in: try text(value), limit: limit < 0 ? nil : limit))
  }

  // MARK: - Search

  private static func search(_ name: String) -> Filter {
    Filter(
      Signature(name, .required("sub"), .optional("start", .null), .optional("end", .null))
    ) { value, arguments, _ throws(TemplateProblem) in
      let all = Array(try text(value).unicodeScalars)
      let part = Array(try Argument.text(arguments[0], "sub", of: name).unicodeScalars)
      let range = try bounds(arguments[1], arguments[2], all.count, of: name)
      let starts = range.lowerBound...max(range.lowerBound, range.upperBound - part.count)
      let isFit = part.count <= range.count
      let matches: (Int) -> Bool = { isFit && all[$0..<$0 + part.count].elementsEqual(part) }
      if let found = name.hasPrefix("r") ? starts.last(where: matches) : starts.first(where: matches) {
        return .int(found)
      }
      if name.hasSuffix("index") {
        throw .invalidValue(arguments[0].string ?? "", of: name, expected: "a part of the string")
      }
      return .int(-1)
    }
  }

  private static func bounds(
    _ start: Value, _ end: Value, _ count: Int, of name: String
  ) throws(TemplateProblem) -> Range<Int> {
    func position(_ value: Value, _ otherwise: Int) throws(TemplateProblem) -> Int {
      if value == .null { return otherwise }
      let number = try Argument.integer(value, "start", of: name)
      return min(max(number < 0 ? max(number, -count) + count : number, 0), count)
    }
    let lower = try position(start, 0)
    return lower..<max(lower, try position(end, count))
  }

  private static let count = Filter(Signature("count", .required("sub"))) {
    value, arguments, _ throws(TemplateProblem) in
    let part = try Argument.text(arguments[0], "sub", of: "count")
    let text = try text(value)
    return .int(part.isEmpty ? text.unicodeScalars.count + 1 : Words.split(text, by: part).count - 1)
  }

  // MARK: - Layout

  private static let layouts: [Filter] = [
    padding("ljust", .end), padding("rjust", .start), padding("center", .both), zfill,
  ]

  private static func padding(_ name: String, _ side: Padding.Side) -> Filter {
    Filter(
      Signature(name, .required("width"), .optional("fillchar", .string(" ")))
    ) { value, arguments, _ throws(TemplateProblem) in
      let fill = try Argument.text(arguments[1], "fillchar", of: name)
      guard fill.unicodeScalars.count == 1 else {
        throw .wrongArgument("fillchar", of: name, expected: "one character", found: "`\(fill)`")
      }
      return .string(Padding.pad(try text(value), to: try Argument.size(arguments[0], "width", of: name), side, fill))
    }
  }

  private static let zfill = Filter(Signature("zfill", .required("width"))) {
    value, arguments, _ throws(TemplateProblem) in
    let text = try text(value)
    let width = try Argument.size(arguments[0], "width", of: "zfill")
    let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.unicodeScalars.prefix(1)) : ""
    let digits = String(text.unicodeScalars.dropFirst(sign.isEmpty ? 0 : 1))
    return .string(sign + Padding.pad(digits, to: width - (sign.isEmpty ? 0 : 1), .start, "0"))
  }

  private static let expandtabs = Filter(Signature("expandtabs", .optional("tabsize", .int(8)))) {
    value, arguments, _ throws(TemplateProblem) in
    let size = try Argument.size(arguments[0], "tabsize", of: "expandtabs")
    var result = ""
    var column = 0
    for scalar in try text(value).unicodeScalars {
      if scalar == "\t" {
        let width = size == 0 ? 0 : size - column % size
        if result.utf8.count + width > TemplateLimits.textSize {
          throw .limitReached("string size", limit: TemplateLimits.textSize)
        }
        result += String(repeating: " ", count: width)
        column += width
      } else {
        result.unicodeScalars.append(scalar)
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return .string(result)
  }

  private static let format = Filter(Signature(variadic: "format")) { value, arguments, _ throws(TemplateProblem) in
    .string(try BraceFormat.format(try text(value), arguments[0].list ?? [], arguments[1].map ?? ValueMap()))
  }
}
