internal import Values

/// `'{} {name:>8}'.format(…)`, as Python formats; attributes and items of arguments cannot be reached.
struct BraceFormat {
  private var rest: Substring.UnicodeScalarView
  private let arguments: [Value]
  private let names: ValueMap
  private var next = 0
  private var result = ""

  /// The text of `format` with the arguments in their places.
  static func format(
    _ format: String, _ arguments: [Value], _ names: ValueMap
  ) throws(TemplateProblem) -> String {
    var formatter = BraceFormat(rest: format[...].unicodeScalars, arguments: arguments, names: names)
    while let scalar = formatter.rest.popFirst() { try formatter.append(scalar) }
    return formatter.result
  }

  private init(rest: Substring.UnicodeScalarView, arguments: [Value], names: ValueMap) {
    self.rest = rest
    self.arguments = arguments
    self.names = names
  }

  private mutating func append(_ scalar: Unicode.Scalar) throws(TemplateProblem) {
    switch scalar {
    case "{" where rest.first == "{", "}" where rest.first == "}":
      result.unicodeScalars.append(scalar)
      rest.removeFirst()
    case "{": result += try field()
    case "}": throw .invalidValue("}", of: "format", expected: "`}}` for a brace")
    default: result.unicodeScalars.append(scalar)
    }
    if result.utf8.count > TemplateLimits.textSize {
      throw .limitReached("string size", limit: TemplateLimits.textSize)
    }
  }

  private mutating func field() throws(TemplateProblem) -> String {
    let content = rest.prefix { $0 != "}" }
    guard content.endIndex < rest.endIndex else {
      throw .invalidValue("{", of: "format", expected: "`{{` for a brace")
    }
    rest = rest[content.endIndex...].dropFirst()
    let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let head = parts[0].split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
    let value = try argument(String(head[0]))
    if head.count > 1 { return Padding.pad(PythonText.repr(value), to: 0, .end) }
    return try FormatSpecification(parts.count > 1 ? String(parts[1]) : "").text(of: value)
  }

  private mutating func argument(_ name: String) throws(TemplateProblem) -> Value {
    if name.contains(".") || name.contains("[") { throw .privateAttribute(name) }
    if name.isEmpty { next += 1 }
    if let index = name.isEmpty ? next - 1 : Int(name) {
      guard arguments.indices.contains(index) else {
        throw .argumentCount("format", expected: (index + 1)...(index + 1), found: arguments.count)
      }
      return try arguments[index].defined()
    }
    guard let value = names[name] else { throw .undefined(name) }
    return try value.defined()
  }
}

/// What stands after the colon: fill, alignment, sign, width, precision and kind.
struct FormatSpecification {
  private var fill = " "
  private var alignment: Unicode.Scalar?
  private var sign: Unicode.Scalar = "-"
  private var isAlternate = false
  private var width = 0
  private var separator = ""
  private var precision: Int?
  private var kind: Unicode.Scalar?

  init(_ text: String) throws(TemplateProblem) {
    var rest = text.unicodeScalars[...]
    if let second = rest.dropFirst().first, let first = rest.first, "<>^=".unicodeScalars.contains(second) {
      fill = String(first)
      alignment = second
      rest = rest.dropFirst(2)
    } else if let first = rest.first, "<>^=".unicodeScalars.contains(first) {
      alignment = rest.popFirst()
    }
    if let first = rest.first, "+- ".unicodeScalars.contains(first) { sign = rest.popFirst() ?? "-" }
    if rest.first == "#" {
      isAlternate = true
      rest.removeFirst()
    }
    if rest.first == "0", alignment == nil {
      fill = "0"
      alignment = "="
    }
    width = try Argument.width(&rest) ?? 0
    if rest.first == "," || rest.first == "_" { separator = rest.popFirst().map { String($0) } ?? "" }
    if rest.first == "." {
      rest.removeFirst()
      precision = try Argument.width(&rest)
    }
    kind = rest.popFirst()
    if !rest.isEmpty { throw .invalidValue(text, of: "format", expected: "a format such as `>8` or `.2f`") }
  }

  func text(of value: Value) throws(TemplateProblem) -> String {
    let isText = kind == "s" || (kind == nil && Comparing.number(value) == nil) || (kind == nil && value.isBoolean)
    if isText {
      let text = try Argument.pythonText(value)
      return padded(precision.map { String(text.unicodeScalars.prefix($0)) } ?? text, isNumber: false)
    }
    var text: String
    if let kind {
      text = try NumberLayout.text(value, kind: kind, precision: precision, isAlternate: isAlternate, for: "format")
    } else if let precision {
      text = try NumberLayout.text(value, kind: "g", precision: precision, isAlternate: isAlternate, for: "format")
    } else {
      text = try Argument.pythonText(value)
    }
    if !separator.isEmpty { text = grouped(text) }
    if !text.hasPrefix("-"), sign != "-" { text = String(sign) + text }
    return padded(text, isNumber: true)
  }

  private func padded(_ text: String, isNumber: Bool) -> String {
    switch alignment ?? (isNumber ? ">" : "<") {
    case "<": return Padding.pad(text, to: width, .end, fill)
    case "^":
      let missing = max(0, width - text.unicodeScalars.count)
      let left = Padding.pad("", to: missing / 2, .end, fill)
      return left + text + Padding.pad("", to: missing - missing / 2, .end, fill)
    case "=":
      let sign = text.prefix { "+- ".contains($0) }
      return sign + Padding.pad(String(text.dropFirst(sign.count)), to: width - sign.count, .start, fill)
    default: return Padding.pad(text, to: width, .start, fill)
    }
  }

  /// The digits before the point in groups of three.
  private func grouped(_ text: String) -> String {
    let sign = text.prefix { $0 == "-" }
    let digits = text.dropFirst(sign.count).prefix { $0.isNumber }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += separator }
      result.append(digit)
    }
    return sign + result + text.dropFirst(sign.count + digits.count)
  }
}

extension Value {
  /// Whether it is `true` or `false`.
  fileprivate var isBoolean: Bool {
    if case .bool = self { true } else { false }
  }
}
