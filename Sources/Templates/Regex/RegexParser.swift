/// Parses regular expressions as Python writes them; what is not supported is refused by name.
struct RegexParser {
  private var rest: Substring.UnicodeScalarView
  private let pattern: String
  private var isMultiline: Bool
  private var ignoresCase: Bool
  private var matchesLineFeeds = false
  private var groupCount = 0
  private var groupNames: [String: Int] = [:]
  private var depth = 0

  static func parse(
    _ pattern: String, ignoresCase: Bool, isMultiline: Bool
  ) throws(TemplateProblem) -> Regex {
    var parser = RegexParser(pattern: pattern, isMultiline: isMultiline, ignoresCase: ignoresCase)
    let root = try parser.alternatives()
    if !parser.rest.isEmpty { throw parser.problem("no `)` that closes nothing") }
    return Regex(
      root: root, groupCount: parser.groupCount, groupNames: parser.groupNames, ignoresCase: parser.ignoresCase)
  }

  private init(pattern: String, isMultiline: Bool, ignoresCase: Bool) {
    self.pattern = pattern
    self.isMultiline = isMultiline
    self.ignoresCase = ignoresCase
    rest = pattern[...].unicodeScalars
  }

  private func problem(_ expected: String) -> TemplateProblem {
    .invalidValue(pattern, of: "regular expression", expected: expected)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func alternatives() throws(TemplateProblem) -> Regex.Node {
    depth += 1
    defer { depth -= 1 }
    if depth > TemplateLimits.depth { throw .tooDeep(limit: TemplateLimits.depth) }
    var nodes = [try sequence()]
    while take("|") { nodes.append(try sequence()) }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(TemplateProblem) -> Regex.Node {
    var nodes: [Regex.Node] = []
    while let scalar = rest.first, scalar != "|", scalar != ")" {
      nodes.append(try repeated(try atom()))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  // MARK: - Repetitions

  private mutating func repeated(_ node: Regex.Node) throws(TemplateProblem) -> Regex.Node {
    guard let (minimum, maximum) = try counts() else { return node }
    let isGreedy = !take("?")
    if rest.first == "+" { throw problem("no possessive repetition (`++`), which is not supported") }
    let result = Regex.Node.repetition(node, minimum: minimum, maximum: maximum, isGreedy: isGreedy)
    if try counts() != nil { throw problem("something to repeat, not a repetition") }
    return result
  }

  private mutating func counts() throws(TemplateProblem) -> (Int, Int)? {
    if take("*") { return (0, .max) }
    if take("+") { return (1, .max) }
    if take("?") { return (0, 1) }
    let before = rest
    guard take("{") else { return nil }
    let minimum = number()
    var maximum = minimum
    if take(",") { maximum = number() ?? .max }
    guard take("}"), minimum != nil || maximum != nil else {
      rest = before  // A brace that stands for itself.
      return nil
    }
    let (least, most) = (minimum ?? 0, maximum ?? .max)
    if least > most || least > 10_000 { throw problem("`{least,most}` in order, at most 10000") }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest[digits.endIndex...]
    return digits.isEmpty ? nil : Int(String(digits)) ?? .max
  }

  // MARK: - Atoms

  private mutating func atom() throws(TemplateProblem) -> Regex.Node {
    guard let scalar = rest.popFirst() else { return .empty }
    switch scalar {
    case ".": return .set(RegexSet(parts: matchesLineFeeds ? [.range("\0"..."\u{10FFFF}")] : [.notLineFeed]))
    case "^": return .assertion(isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(isMultiline ? .lineEnd : .lastLineEnd)
    case "(": return try group()
    case "[": return .set(try set())
    case "\\": return try escape()
    case "*", "+", "?": throw problem("something before `\(scalar)` to repeat")
    default: return .scalar(scalar)
    }
  }

  private mutating func group() throws(TemplateProblem) -> Regex.Node {
    if take("?:") { return try closed(try alternatives()) }
    if take("?=") { return .lookAhead(try closed(try alternatives()), isNegated: false) }
    if take("?!") { return .lookAhead(try closed(try alternatives()), isNegated: true) }
    if take("?<=") || take("?<!") { throw problem("no look-behind, which is not supported") }
    if take("?P=") { return try namedReference() }
    if take("?#") {
      rest = rest.drop { $0 != ")" }
      return try closed(.empty)
    }
    var name: String?
    if take("?P<") { name = try groupName() } else if rest.first == "?" { return try flags() }
    groupCount += 1
    let number = groupCount
    if let name { groupNames[name] = number }
    return .group(try closed(try alternatives()), number: number)
  }

  private mutating func closed(_ node: Regex.Node) throws(TemplateProblem) -> Regex.Node {
    guard take(")") else { throw problem("a `)` for every `(`") }
    return node
  }

  private mutating func groupName() throws(TemplateProblem) -> String {
    let name = rest.prefix { CharacterClasses.isWord($0) }
    rest = rest[name.endIndex...]
    guard take(">"), !name.isEmpty else { throw problem("a name and `>` after `(?P<`") }
    return String(name)
  }

  private mutating func namedReference() throws(TemplateProblem) -> Regex.Node {
    let name = rest.prefix { $0 != ")" }
    rest = rest[name.endIndex...]
    guard let number = groupNames[String(name)] else {
      throw problem("a group before it of the name `\(String(name))`")
    }
    return try closed(.backReference(number))
  }

  /// `(?i)`, `(?m)` and `(?s)` at the start.
  private mutating func flags() throws(TemplateProblem) -> Regex.Node {
    rest.removeFirst()
    while let flag = rest.popFirst() {
      switch flag {
      case "i": ignoresCase = true
      case "m": isMultiline = true
      case "s": matchesLineFeeds = true
      case "u": break
      case ")": return .empty
      default:
        throw problem(
          "one of `(?:`, `(?=`, `(?!`, `(?P<name>`, `(?i)`, `(?m)`, `(?s)`, as `(?\(flag)` is not supported")
      }
    }
    throw problem("a `)` for every `(`")
  }

  // MARK: - Escapes and sets

  private mutating func escape() throws(TemplateProblem) -> Regex.Node {
    guard let scalar = rest.popFirst() else { throw problem("something after `\\`") }
    switch scalar {
    case "A": return .assertion(.textStart)
    case "Z": return .assertion(.textEnd)
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "1"..."9":
      var number = Int(scalar.value) - 0x30
      if let next = rest.first, ("0"..."9").contains(next) {
        number = number * 10 + Int(next.value) - 0x30
        rest.removeFirst()
      }
      guard number <= groupCount else { throw problem("a group before it with the number \(number)") }
      return .backReference(number)
    default:
      if let part = Self.shorthand(scalar) { return .set(RegexSet(parts: [part])) }
      return .scalar(try escaped(scalar))
    }
  }

  private static func shorthand(_ scalar: Unicode.Scalar) -> RegexSet.Part? {
    switch scalar {
    case "d": .digit(true)
    case "D": .digit(false)
    case "w": .word(true)
    case "W": .word(false)
    case "s": .space(true)
    case "S": .space(false)
    default: nil
    }
  }

  private mutating func escaped(_ scalar: Unicode.Scalar) throws(TemplateProblem) -> Unicode.Scalar {
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "a": return "\u{07}"
    case "0": return "\0"
    case "x", "u", "U":
      let digits = rest.prefix(scalar == "x" ? 2 : scalar == "u" ? 4 : 8)
      guard let value = UInt32(String(digits), radix: 16), let result = Unicode.Scalar(value) else {
        throw problem("digits after `\\\(scalar)`")
      }
      rest = rest[digits.endIndex...]
      return result
    case "p", "P": throw problem("no Unicode properties (`\\\(scalar)`), which are not supported")
    case "a"..."z", "A"..."Z": throw problem("no escape `\\\(scalar)`, which is not known")
    default: return scalar
    }
  }

  private mutating func set() throws(TemplateProblem) -> RegexSet {
    var set = RegexSet(parts: [])
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = rest.popFirst() {
      if scalar == "]", !isFirst { return set }
      isFirst = false
      if scalar == "\\", let next = rest.first, let part = Self.shorthand(next) {
        rest.removeFirst()
        set.parts.append(part)
        continue
      }
      let lower = try member(scalar)
      let isRange = rest.first == "-" && rest.dropFirst().first != "]" && rest.count > 1
      guard isRange else {
        set.parts.append(.range(lower...lower))
        continue
      }
      rest.removeFirst()
      let upper = try member(rest.popFirst() ?? "]")
      if upper < lower { throw problem("the ends of a range in order") }
      set.parts.append(.range(lower...upper))
    }
    throw problem("a `]` for every `[`")
  }

  private mutating func member(_ scalar: Unicode.Scalar) throws(TemplateProblem) -> Unicode.Scalar {
    guard scalar == "\\" else { return scalar }
    guard let next = rest.popFirst() else { throw problem("something after `\\`") }
    return next == "b" ? "\u{08}" : try escaped(next)
  }
}
