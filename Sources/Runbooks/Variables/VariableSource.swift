/// Where a variable's value comes from, weakest first (design 3.2).
public enum VariableSource: Sendable, Equatable {
  /// The table of the environment that `--env` names.
  case environment(String)
  /// A variable of pyflow's own process, which `--vars-env` chooses by its prefix.
  case process(variable: String)
  /// A file that `--vars-file` names.
  case file(String)
  /// `--var`.
  case commandLine
  /// A person's answer.
  case answer
  /// The node that runs the runbook.
  case node
  /// The run that is taken up again, with the source that it had then.
  case recorded(String)
  /// A scenario that is rehearsed.
  case scenario

  /// The source as it is recorded and named in messages.
  public var name: String {
    switch self {
    case .environment(let name): "--env \(name)"
    case .process(let variable): "$\(variable)"
    case .file(let path): path
    case .commandLine: "--var"
    case .answer: "asked"
    case .node: "variables"
    case .recorded(let source): source
    case .scenario: "scenario"
    }
  }

  /// Whether a name that the runbook does not declare is a mistake; files and environments may serve several runbooks.
  var demandsKnownNames: Bool {
    switch self {
    case .environment, .commandLine, .answer, .node, .scenario: true
    case .process, .file, .recorded: false
    }
  }
}
