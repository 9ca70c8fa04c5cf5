public import Text

/// A parsed template: text with expressions and statements in it.
///
/// Immutable; rendering it never parses anything again.
public struct Template: Sendable {
  /// The text that the template stands in, for messages.
  public let source: SourceText
  /// Where in `source` the template stands.
  public let span: ByteSpan
  /// The template as it was written, TOML escapes undone.
  public let text: String
  /// Its parts.
  public let statements: [Statement]
  /// The number of outputs in it.
  public let outputCount: Int

  /// The expression, if the template is exactly one `{{ … }}` with nothing but white space around it.
  ///
  /// Such a template keeps the type of its value (design 4).
  public var soleExpression: Expression? {
    var sole: Expression?
    for statement in statements {
      switch statement {
      case .text(let bytes):
        guard bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
          return nil
        }
      case .output(let output):
        guard sole == nil else { return nil }
        sole = output.expression
      default: return nil
      }
    }
    return sole
  }

  /// Whether `text` has anything for a template to do; without, it stands for itself and need not be parsed.
  ///
  /// O(n).
  public static func isTemplate(_ text: String) -> Bool {
    var previousIsBrace = false
    for byte in text.utf8 {
      if previousIsBrace, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#") {
        return true
      }
      previousIsBrace = byte == UInt8(ascii: "{")
    }
    return false
  }
}

extension Template {
  /// The newline that it ends in, which what it comes to lacks; empty if there is none.
  public var lineEnd: String { TemplateParser.lineEnd(of: text) }

  /// Whether it has statements such as `{% if %}`, besides text and outputs.
  public var hasStatements: Bool {
    statements.contains {
      switch $0 {
      case .text, .output: false
      default: true
      }
    }
  }
}
