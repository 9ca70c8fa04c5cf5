internal import Values

/// `'%s and %05.2f' % values`, as Python formats.
struct PercentFormat {
  private var rest: Substring.UnicodeScalarView
  private let arguments: [Value]
  private let names: ValueMap?
  private var next = 0
  /// Python does not count what is left of a list.
  private var allowsUnused = false
  private var result = ""

  /// The text of `format` with the arguments in their places.
  static func format(
    _ format: String, _ arguments: [Value], _ names: ValueMap?, allowsUnused: Bool = false
  ) throws(TemplateProblem) -> String {
    var formatter = PercentFormat(rest: format[...].unicodeScalars, arguments: arguments, names: names)
    formatter.allowsUnused = allowsUnused
    try formatter.run()
    return formatter.result
  }

  private init(rest: Substring.UnicodeScalarView, arguments: [Value], names: ValueMap?) {
    self.rest = rest
    self.arguments = arguments
    self.names = names
  }

  private mutating func run() throws(TemplateProblem) {
    while let scalar = rest.popFirst() {
      if scalar == "%" { try conversion() } else { result.unicodeScalars.append(scalar) }
      if result.utf8.count > TemplateLimits.textSize {
        throw .limitReached("string size", limit: TemplateLimits.textSize)
      }
    }
    if names == nil, !allowsUnused, next < arguments.count {
      throw .argumentCount("%", expected: next...next, found: arguments.count)
    }
  }

  private mutating func conversion() throws(TemplateProblem) {
    var value: Value?
    if rest.first == "(" { value = try named() }
    var flags: [Unicode.Scalar] = []
    while let flag = rest.first, "-+ 0#".unicodeScalars.contains(flag) {
      flags.append(flag)
      rest.removeFirst()
    }
    let width = try number() ?? 0
    var precision: Int?
    if rest.first == "." {
      rest.removeFirst()
      precision = try number() ?? 0
    }
    guard let kind = rest.popFirst() else {
      throw .invalidValue("%", of: "format", expected: "a letter after `%`")
    }
    if kind == "%" {
      result += "%"
      return
    }
    let input: Value
    if let value { input = value } else { input = try argument() }
    let text = try text(input, kind, precision, isAlternate: flags.contains("#"))
    append(signed(text, flags, isNumber: !"srac".unicodeScalars.contains(kind)), width: width, flags, kind)
  }

  private func signed(_ text: String, _ flags: [Unicode.Scalar], isNumber: Bool) -> String {
    guard isNumber, !text.hasPrefix("-") else { return text }
    return flags.contains("+") ? "+" + text : flags.contains(" ") ? " " + text : text
  }

  private mutating func append(_ text: String, width: Int, _ flags: [Unicode.Scalar], _ kind: Unicode.Scalar) {
    let isNumber = !"srac".unicodeScalars.contains(kind)
    if flags.contains("-") {
      result += Padding.pad(text, to: width, .end)
    } else if flags.contains("0"), isNumber {
      let sign = text.prefix { "+- ".contains($0) }
      result += sign + Padding.pad(String(text.dropFirst(sign.count)), to: width - sign.count, .start, "0")
    } else {
      result += Padding.pad(text, to: width, .start)
    }
  }

  private func text(
    _ value: Value, _ kind: Unicode.Scalar, _ precision: Int?, isAlternate: Bool
  ) throws(TemplateProblem) -> String {
    switch kind {
    case "s", "r", "a":
      let text = kind == "s" ? try Argument.pythonText(value) : PythonText.repr(try value.defined())
      return precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    case "c":
      if let text = value.string { return text }
      return String(Unicode.Scalar(UInt32(clamping: try Argument.integer(value, "%c", of: "format"))) ?? "?")
    case "d", "i", "u", "x", "X", "o", "e", "E", "f", "F", "g", "G":
      guard Comparing.number(try value.defined()) != nil else {
        throw .wrongInput("%\(kind)", expected: "a number", found: value.kind)
      }
      return try NumberLayout.text(value, kind: kind, precision: precision, isAlternate: isAlternate, for: "%\(kind)")
    default: throw .invalidValue("%\(kind)", of: "format", expected: "one of %s %r %d %x %o %e %f %g %%")
    }
  }

  private mutating func named() throws(TemplateProblem) -> Value {
    let name = rest.dropFirst().prefix { $0 != ")" }
    rest = rest[name.endIndex...].dropFirst()
    guard let value = names?[String(name)] else { throw .undefined(String(name)) }
    return value
  }

  private mutating func argument() throws(TemplateProblem) -> Value {
    guard next < arguments.count else {
      if let names, next == 0 {
        next += 1
        return .map(names)
      }
      throw .argumentCount("%", expected: (next + 1)...(next + 1), found: arguments.count)
    }
    next += 1
    return arguments[next - 1]
  }

  /// A width or precision; `*` takes it from the arguments.
  private mutating func number() throws(TemplateProblem) -> Int? {
    if rest.first == "*" {
      rest.removeFirst()
      return try Argument.size(try argument(), "*", of: "format")
    }
    return try Argument.width(&rest)
  }
}
