internal import Templates
public import Text

/// What a run will do: an immutable value that can be printed, compared, recorded and run.
public struct Plan: Sendable {
  /// The text of the runbook, for messages.
  public let source: SourceText
  /// What holds for the whole run.
  public let settings: PlanSettings
  /// The variables with their values and where those come from.
  public let variables: [PlanVariable]
  /// The nodes, in order of the file.
  public let nodes: [PlanNode]
  private let indexes: [String: Int]

  init(source: SourceText, settings: PlanSettings, variables: [PlanVariable], nodes: [PlanNode]) {
    self.source = source
    self.settings = settings
    self.variables = variables
    self.nodes = nodes
    indexes = Dictionary(nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The index of the approval that stands before the whole run, if there is one.
  public var gate: Int? {
    if case .question(let question)? = nodes.first?.action, question.approval.isGate { 0 } else { nil }
  }

  /// The index of a node by its id.
  public func index(of id: String) -> Int? { indexes[id] }

  /// The runbook's title: what it states, else its file's name.
  public var title: String {
    settings.title.map { PlanAction.text($0) } ?? Self.fileTitle(source.name)
  }

  /// An entry as `depends_on` writes it: `build`, `tests:success`.
  public func text(of entry: PlanEntry) -> String {
    nodes[entry.target].id + (entry.requirement.map { ":\($0.rawValue)" } ?? "")
  }

  private static func fileTitle(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
  }
}
