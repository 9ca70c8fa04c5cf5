public import Templates
public import Values

/// A command to run.
public struct CommandDeclaration: Sendable {
  /// The command itself.
  public enum Form: Sendable {
    /// Text for a shell.
    case shell(ShellText)
    /// Words; no shell sees them.
    case words([Field<String>])

    /// Whether it is a shell that reads its program from its standard input.
    func readsProgram(_ dialect: ShellDialect?) -> Bool {
      switch self {
      case .shell(.literal(let text)):
        SimpleCommand.words(of: text, dialect: dialect ?? .sh).map(SimpleCommand.readsProgram) ?? false
      case .shell: false
      case .words(let words): SimpleCommand.readsProgram(words.map { $0.literal ?? "" })
      }
    }
  }

  /// How output is read for templates.
  public enum Parse: String, Sendable, CaseIterable {
    case json, lines, none
  }

  /// Bytes of output that are kept for templates unless the runbook says otherwise: 1 MiB (design 3.4).
  public static let defaultCaptureLimit = 1 << 20

  /// What runs.
  public var form: Form
  /// What it reads on its standard input.
  public var stdin: Field<String>?
  /// Whether it gets the terminal.
  public var isInteractive: Field<Bool> = .literal(false)
  /// Whether background processes that it starts are meant to stay.
  public var leavesRunning: Field<Bool> = .literal(false)
  /// How its output is read.
  public var parse: Field<Parse>?
  /// Bytes of output that are kept.
  public var captureLimit: Field<Int> = .literal(Self.defaultCaptureLimit)
  /// Exit codes that mean success.
  public var successCodes: Field<ExitCodes> = .literal(.success)
}

extension CommandDeclaration.Parse: ValueConvertible {}
