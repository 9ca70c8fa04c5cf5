public import Templates
public import Values

/// What a node does, by its kind.
public enum ActionDeclaration: Sendable {
  case command(CommandDeclaration)
  /// Stored apart, being much larger than the others.
  indirect case http(HTTPDeclaration)
  case function(FunctionDeclaration)
  indirect case manual(ManualDeclaration)
  case runbook(RunbookCallDeclaration)

  /// The kind of nodes that do this.
  public var kind: NodeKind {
    switch self {
    case .command: .command
    case .http: .http
    case .function: .function
    case .manual: .manual
    case .runbook: .runbook
    }
  }
}

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

/// A request to send.
public struct HTTPDeclaration: Sendable {
  /// What is sent as the body.
  public enum Body: Sendable {
    case json(ValueTemplate)
    case text(Field<String>)
  }

  /// The address.
  public var url: Field<String>
  /// The method; by default GET, or POST if there is a body.
  public var method: Field<String>?
  /// Header fields.
  public var headers: [(name: String, value: ValueTemplate)] = []
  /// Parameters that are added to the address.
  public var query: [(name: String, value: ValueTemplate)] = []
  /// The body.
  public var body: Body?
  /// Statuses that mean success.
  public var expectedStatuses: Field<StatusPatterns> = .literal(.success)

  /// How long a request may take unless the runbook says otherwise (design 3.3).
  public static let defaultTimeout = Duration.seconds(30)
}

/// A function to call.
public struct FunctionDeclaration: Sendable {
  /// The function.
  public let function: BuiltinFunction
  /// Its parameters.
  public var parameters: [(name: String, value: ValueTemplate)] = []
  /// Settings of the plugin, a node's own over the runbook's.
  public var configuration: [(name: String, value: ValueTemplate)] = []
}

/// A question to a person.
public struct ManualDeclaration: Sendable {
  /// What is asked.
  public var question: Field<String>
  /// Who may answer.
  public var approval = ApprovalDeclaration()

  /// What is asked where the runbook does not say.
  public static let defaultQuestion = "Continue?"
}

extension CommandDeclaration.Parse: ValueConvertible {}
