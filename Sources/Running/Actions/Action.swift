public import Planning
public import Text
public import Values

/// What a node does, everything in it known: the engine's order to the outside.
public enum Action: Sendable {
  case process(ProcessAction)
  case request(RequestAction)
  case announce(Announcement)
  case ask(Question)
  /// What another runbook does, whose nodes do it.
  case call(String)

  /// The action in one line, for people and for the record.
  public var summary: String {
    switch self {
    case .process(let process): process.summary
    case .request(let request): "\(request.method) \(request.url)"
    case .announce(let announcement): announcement.message
    case .ask(let question): question.text
    case .call(let summary): summary
    }
  }
}

/// A process to start.
public struct ProcessAction: Sendable {
  /// What is started.
  public enum Program: Sendable, Equatable {
    /// A program with its arguments. A name without `/` is looked up on the node's `PATH`.
    case words([String])
    /// Text for a shell.
    case shell(arguments: [String], text: String)
    /// Text for a shell that is nothing but words: the program is started without the shell if it is found (design 4).
    case simple(words: [String], arguments: [String], text: String)
  }

  /// What is started.
  public var program: Program
  /// Environment beyond that of all nodes; later entries win.
  public var environment: [(name: String, value: String)] = []
  /// What it has of pyflow's own environment.
  public var inheritance = InheritedEnvironment.everything
  /// What it may use.
  public var limits: ProcessLimits?
  /// An absolute path.
  public var workingDirectory: String
  /// What it reads on its standard input; nothing means an empty input.
  public var standardInput: [UInt8]?
  /// Whether it owns the terminal.
  public var isInteractive = false
  /// Whether processes that it leaves in the background are meant to stay.
  public var leavesRunning = false
  /// Bytes of each stream that are kept for templates.
  public var captureLimit: Int

  /// A process with the given program.
  public init(program: Program, workingDirectory: String, captureLimit: Int) {
    self.program = program
    self.workingDirectory = workingDirectory
    self.captureLimit = captureLimit
  }

  /// The command in one line.
  public var summary: String {
    switch program {
    case .words(let words): words.joined(separator: " ")
    case .shell(_, let text), .simple(_, _, let text): text
    }
  }
}

/// An HTTP request to send.
public struct RequestAction: Sendable {
  /// The method.
  public var method: String
  /// The address, its query included.
  public var url: String
  /// Header fields, in order.
  public var headers: [(name: String, value: String)] = []
  /// The body.
  public var body: [UInt8]?
  /// How long it may take.
  public var timeout: Duration
  /// The largest answer, in bytes.
  public var maximumAnswer = Self.defaultMaximumAnswer
  /// Environment beyond that of all nodes.
  public var environment: [(name: String, value: String)] = []
  /// What it has of pyflow's own environment.
  public var inheritance = InheritedEnvironment.everything
  /// What the process that sends it may use.
  public var limits: ProcessLimits?
  /// Where relative names are looked up; an absolute path.
  public var workingDirectory: String

  /// The largest answer unless the runbook says otherwise: 10 MiB.
  public static let defaultMaximumAnswer = 10 << 20

  /// A request without headers or body.
  public init(method: String, url: String, timeout: Duration, workingDirectory: String) {
    self.method = method
    self.url = url
    self.timeout = timeout
    self.workingDirectory = workingDirectory
  }
}

/// Something to tell people.
public struct Announcement: Sendable, Equatable {
  /// The function that makes it: `log`, `notify`, or another one that only says what it does.
  public var function: PlanFunctionCall.Function
  /// How much it matters.
  public var level: MessageLevel
  /// A heading.
  public var title: String?
  /// What is told.
  public var message: String

  /// Whether somebody wants it heard, even where a run is quiet: `notify`.
  public var isNotification: Bool { function == .notify }

  /// Whether people are meant to see it: `log` and `notify`, not a function that only says what it does.
  public var isForPeople: Bool { function == .log || isNotification }

  /// An announcement.
  public init(function: PlanFunctionCall.Function, level: MessageLevel, title: String?, message: String) {
    self.function = function
    self.level = level
    self.title = title
    self.message = message
  }
}

/// A question to people.
public struct Question: Sendable {
  /// What is asked.
  public var text: String
  /// Who may answer.
  public var approval: PlanApproval
  /// What can be decided where it is about a failure; else it is answered by yes or no.
  public var decisions: [FailureDecision] = []

  /// A question, which anybody may answer unless it says otherwise.
  public init(text: String, approval: PlanApproval = PlanApproval()) {
    self.text = text
    self.approval = approval
  }
}
