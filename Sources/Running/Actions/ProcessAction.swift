public import Values

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
