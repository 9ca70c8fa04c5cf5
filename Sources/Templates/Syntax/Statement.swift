/// A part of a template.
public enum Statement: Sendable {
  /// Text that stands for itself.
  case text([UInt8])
  /// `{{ expression }}`, and the blocks `filter` and `call`, whose text is inserted like a value.
  case output(Output)
  /// `{% if %} … {% elif %} … {% else %} … {% endif %}`.
  case branches([Branch], otherwise: [Statement])
  /// `{% for %} … {% else %} … {% endfor %}`.
  case loop(Loop)
  /// `{% set target = value %}`, also of a block's text.
  case assignment(Target, Expression)
  /// `{% with a = 1, b = 2 %} … {% endwith %}`.
  case scoped([Binding], body: [Statement])
  /// `{% macro name(parameters) %} … {% endmacro %}`.
  indirect case macro(MacroDefinition)
  /// `{% do expression %}`: evaluated, not printed.
  case evaluation(Expression)
  /// `{% break %}` or `{% continue %}`.
  case exit(LoopExit)

  /// An expression whose text is inserted.
  public struct Output: Sendable {
    /// What is evaluated.
    public let expression: Expression
    /// Its number among the outputs of the template, from 0 in order of writing.
    public let ordinal: Int

    /// Whether the last filter is `raw`: in a command, the text is source of the shell, not a value.
    var isRaw: Bool { lastFilter == "raw" }

    /// Whether the last filter is `quote`: the text is one word for a further shell.
    var isQuoted: Bool { lastFilter == "quote" }

    private var lastFilter: String? {
      if case .filter(_, let call) = expression.kind { call.name } else { nil }
    }
  }

  /// One arm of an `if`.
  public struct Branch: Sendable {
    /// When it is taken.
    public let condition: Expression
    /// What it consists of.
    public let body: [Statement]
  }

  /// A `for` statement.
  ///
  /// A class, so that a `loop` object refers to it without copying it.
  public final class Loop: Sendable {
    /// The names that each item is given to.
    public let target: Target
    /// What is gone through.
    public let items: Expression
    /// Which items are taken; all without.
    public let condition: Expression?
    /// What is rendered for each item.
    public let body: [Statement]
    /// What is rendered if there is no item.
    public let otherwise: [Statement]
    /// Whether `loop(items)` renders the loop for other items.
    public let isRecursive: Bool
    /// Whether the body reads `loop`, which need not be made otherwise.
    let readsLoop: Bool

    init(
      target: Target, items: Expression, condition: Expression?, body: [Statement], otherwise: [Statement],
      isRecursive: Bool, readsLoop: Bool
    ) {
      self.target = target
      self.items = items
      self.condition = condition
      self.body = body
      self.otherwise = otherwise
      self.isRecursive = isRecursive
      self.readsLoop = readsLoop
    }
  }

  /// One name of a `with`.
  public struct Binding: Sendable {
    let target: Target
    let value: Expression
  }

  /// How a round of a loop ends early.
  public enum LoopExit: Sendable {
    case stop, next
  }
}

/// What a value is assigned to.
public indirect enum Target: Sendable {
  case name(String)
  /// `namespace.attribute`.
  case attribute(String, of: Expression)
  /// `a, b`: as many items are demanded as there are targets.
  case tuple([Target])

  /// The names that it binds.
  var names: [String] {
    switch self {
    case .name(let name): [name]
    case .attribute: []
    case .tuple(let targets): targets.flatMap(\.names)
    }
  }
}

/// A macro: a function written in the template language.
public struct MacroDefinition: Sendable {
  /// One parameter.
  public struct Parameter: Sendable {
    /// What it is called.
    public let name: String
    /// What it is if no argument is given for it.
    public let defaultValue: Expression?
  }

  /// What it is called by.
  public let name: String
  /// In order.
  public let parameters: [Parameter]
  /// What a call renders.
  public let body: [Statement]
  /// Whether the body reads `varargs` or `kwargs`, so that further arguments are taken.
  public let takesMoreArguments: Bool
}
