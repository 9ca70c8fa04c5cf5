internal import Values

/// A token inside `{{ … }}` or `{% … %}`.
struct TemplateToken {
  enum Kind: Equatable {
    case name(String)
    case integer(Int)
    case float(Double)
    case string(String)
    case symbol(TemplateSymbol)
    /// `}}` or `%}`, and whether white space after it is removed.
    case tagEnd(trims: Bool)
    /// The end of a bare expression.
    case end
  }

  let kind: Kind
  /// The token's bytes in the template.
  let range: Range<Int>

  /// Whether an expression can begin with it.
  var beginsExpression: Bool {
    switch kind {
    case .name(let name): !["if", "else", "recursive", "in", "is"].contains(name)
    case .integer, .float, .string: true
    case .symbol(let symbol): symbol.closing != nil || symbol == .minus || symbol == .plus
    case .tagEnd, .end: false
    }
  }

  /// The name, if it is one.
  var name: String? {
    if case .name(let name) = kind { name } else { nil }
  }
}

/// Operators and punctuation.
enum TemplateSymbol: String {
  case power = "**"
  case floorDivide = "//"
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case tilde = "~"
  case pipe = "|"
  case less = "<"
  case greater = ">"
  case assign = "="
  case dot = "."
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"

  /// The longest symbol that begins with the byte `first`, followed by `second`.
  init?(_ first: UInt8, _ second: UInt8) {
    let isDoubled = first == second
    let isBeforeEqual = second == UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "*"): self = isDoubled ? .power : .multiply
    case UInt8(ascii: "/"): self = isDoubled ? .floorDivide : .divide
    case UInt8(ascii: "="): self = isDoubled ? .equal : .assign
    case UInt8(ascii: "<"): self = isBeforeEqual ? .lessOrEqual : .less
    case UInt8(ascii: ">"): self = isBeforeEqual ? .greaterOrEqual : .greater
    case UInt8(ascii: "!") where isBeforeEqual: self = .notEqual
    case UInt8(ascii: "+"): self = .plus
    case UInt8(ascii: "-"): self = .minus
    case UInt8(ascii: "%"): self = .remainder
    case UInt8(ascii: "~"): self = .tilde
    case UInt8(ascii: "|"): self = .pipe
    case UInt8(ascii: "."): self = .dot
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: ";"): self = .semicolon
    case UInt8(ascii: "("): self = .openParenthesis
    case UInt8(ascii: ")"): self = .closeParenthesis
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: "{"): self = .openBrace
    case UInt8(ascii: "}"): self = .closeBrace
    default: return nil
    }
  }

  /// The symbol that closes this one.
  var closing: TemplateSymbol? {
    switch self {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  var isClosing: Bool { self == .closeParenthesis || self == .closeBracket || self == .closeBrace }
}
