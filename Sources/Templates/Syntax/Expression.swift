public import Text
public import Values

/// An expression of the template language, with its place in the source.
public struct Expression: Sendable {
  /// Where it stands in the source text.
  public let span: ByteSpan
  /// What it is.
  public let kind: Kind
  /// How many expressions stand inside each other at most, this one included.
  ///
  /// Whatever walks an expression recurses this deep.
  let height: Int

  /// The forms of expressions, as Jinja2's grammar has them.
  public indirect enum Kind: Sendable {
    case literal(Value)
    case name(String)
    /// A name that the template itself binds: by `set`, `for`, `with` or a macro.
    case local(String)
    case list([Expression])
    case tuple([Expression])
    case map([(key: Expression, value: Expression)])
    case attribute(Expression, String, nameSpan: ByteSpan)
    case item(Expression, Expression)
    case slice(Expression, start: Expression?, end: Expression?, step: Expression?)
    case call(Expression, CallArguments)
    case filter(Expression, FilterCall)
    case test(Expression, FilterCall, isNegated: Bool)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a ~ b ~ c`: the operands' text, joined.
    case concatenation([Expression])
    /// `a < b <= c`: each pair is compared, all must hold.
    case comparison(Expression, [(ComparisonOperator, Expression)])
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    /// `value if condition else otherwise`.
    case conditional(Expression, condition: Expression, otherwise: Expression?)
    /// The text of a block: what `set`, `filter` and `call` work on.
    case capture([Statement])
    /// The body of a `call` block, which the called macro gets as `caller`.
    case macro(MacroDefinition)
  }

  /// An expression of the given form at `span`.
  public init(_ kind: Kind, at span: ByteSpan) {
    self.kind = kind
    self.span = span
    height = kind.height
  }
}

extension Expression.Kind {
  /// One more than the height of the highest expression directly inside.
  fileprivate var height: Int {
    let inner =
      switch self {
      case .literal, .name, .local: 0
      case .capture(let body): Self.highest(body.flatMap(\.expressions))
      case .macro(let macro): Self.highest(macro.expressions)
      case .list(let items), .tuple(let items), .concatenation(let items): Self.highest(items)
      case .map(let entries): entries.reduce(0) { max($0, $1.key.height, $1.value.height) }
      case .attribute(let base, _, _): base.height
      case .item(let base, let key): max(base.height, key.height)
      case .slice(let base, let start, let end, let step):
        max(base.height, start?.height ?? 0, end?.height ?? 0, step?.height ?? 0)
      case .call(let callee, let arguments): max(callee.height, arguments.height)
      case .filter(let input, let call), .test(let input, let call, _): max(input.height, call.arguments.height)
      case .unary(_, let operand), .not(let operand): operand.height
      case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
        max(left.height, right.height)
      case .comparison(let first, let rest): rest.reduce(first.height) { max($0, $1.1.height) }
      case .conditional(let value, let condition, let otherwise):
        max(value.height, condition.height, otherwise?.height ?? 0)
      }
    return inner + 1
  }

  fileprivate static func highest(_ expressions: [Expression]) -> Int {
    expressions.reduce(0) { max($0, $1.height) }
  }
}

extension Expression {
  /// Whether evaluating it makes no value but finds one.
  var isReference: Bool {
    switch kind {
    case .literal, .name, .local: true
    default: false
    }
  }
}

/// The arguments of a call: positional ones, then named ones.
public struct CallArguments: Sendable {
  /// One named argument.
  public struct Keyword: Sendable {
    /// The parameter's name.
    public let name: String
    /// The argument.
    public let value: Expression
  }

  /// In order.
  public var positional: [Expression] = []
  /// In order of writing.
  public var keywords: [Keyword] = []

  /// The list after `*`, whose items are further positional arguments.
  public var furtherPositional: Expression?
  /// The map after `**`, whose entries are further named arguments.
  public var furtherKeywords: Expression?

  /// No arguments.
  public init() {}

  /// The height of the highest one.
  fileprivate var height: Int {
    let named = keywords.reduce(Expression.Kind.highest(positional)) { max($0, $1.value.height) }
    return max(named, furtherPositional?.height ?? 0, furtherKeywords?.height ?? 0)
  }

  /// Whether how many there are shows without evaluating.
  public var isCountKnown: Bool { furtherPositional == nil && furtherKeywords == nil }

  /// Every argument, positional ones first.
  public var all: [Expression] {
    positional + keywords.map(\.value) + [furtherPositional, furtherKeywords].compactMap { $0 }
  }
}

/// The use of a filter or a test: its name and further arguments.
///
/// What the name stands for is found while parsing; nothing for an unknown one, which `CallCheck` and evaluating refuse.
public struct FilterCall: Sendable {
  /// The name as written, `d` or `default`.
  public let name: String
  /// Where the name stands.
  public let nameSpan: ByteSpan
  /// What stands in parentheses.
  public let arguments: CallArguments
  /// The filter that is named.
  let filter: Filter?
  /// The test that is named.
  let test: TemplateTest?

  /// The use of a filter.
  init(filter name: String, at span: ByteSpan, _ arguments: CallArguments) {
    self.name = name
    nameSpan = span
    self.arguments = arguments
    filter = Filter.named(name)
    test = nil
  }

  /// The use of a test.
  init(test name: String, at span: ByteSpan, _ arguments: CallArguments) {
    self.name = name
    nameSpan = span
    self.arguments = arguments
    filter = nil
    test = TemplateTest.named(name)
  }
}

/// Operators before an operand.
public enum UnaryOperator: String, Sendable {
  case negative = "-"
  case positive = "+"
}

/// Operators between two operands that make a new value.
public enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "**"
}

/// Operators that compare.
public enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}
