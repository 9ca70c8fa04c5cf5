/// A part of a template.
public indirect enum Statement: Sendable {
  /// Text that stands for itself.
  case text([UInt8])
  /// `{{ expression }}`.
  case output(Output)
  /// `{% if %} … {% elif %} … {% else %} … {% endif %}`.
  case branches([Branch], otherwise: [Statement])

  /// An expression whose text is inserted.
  public struct Output: Sendable {
    /// What is evaluated.
    public let expression: Expression
    /// Its number among the outputs of the template, from 0 in order of writing.
    public let ordinal: Int

    /// Whether the last filter is `raw`: in a command, the text is source of the shell, not a value.
    var isRaw: Bool {
      if case .filter(_, let call) = expression.kind { call.name == "raw" } else { false }
    }
  }

  /// One arm of an `if`.
  public struct Branch: Sendable {
    /// When it is taken.
    public let condition: Expression
    /// What it consists of.
    public let body: [Statement]
  }
}
