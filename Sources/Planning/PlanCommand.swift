public import Templates
public import Values

/// A command to run.
public struct PlanCommand: Sendable {
  /// The command itself.
  public enum Form: Sendable {
    case shell(ShellText, PlanShell)
    /// Words; no shell sees them.
    case words([Field<String>])
  }

  /// How its output is read for templates.
  public enum Parse: String, Sendable, CaseIterable {
    case json, lines, none
  }

  /// What runs.
  public var form: Form
  /// What it reads on its standard input.
  public var stdin: Field<String>?
  /// Whether it gets the terminal.
  public var isInteractive: Field<Bool>
  /// Whether background processes that it starts are meant to stay.
  public var leavesRunning: Field<Bool>
  /// How its output is read.
  public var parse: Parse?
  /// Bytes of output that are kept.
  public var captureLimit: Field<Int>
  /// Exit codes that mean success.
  public var successCodes: [Int]

  var summary: String {
    switch form {
    case .shell(let text, _): text.text
    case .words(let words): words.map { PlanAction.text($0) }.joined(separator: " ")
    }
  }
}

/// The program that gets a command's text.
public struct PlanShell: Sendable {
  /// Its arguments before the text, the program's name first.
  public let arguments: [Field<String>]
  /// Whose rules the text follows; nothing if they are not known.
  public let dialect: ShellDialect?
  /// Whether a command without shell syntax may be started without it (design 4).
  public let isDefault: Bool
}
