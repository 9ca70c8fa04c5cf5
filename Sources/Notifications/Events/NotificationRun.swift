public import Running
internal import Values

/// What every message tells of the run that it is about.
public struct NotificationRun: Sendable, Equatable {
  /// The run's id.
  public var id: String
  /// The runbook's title.
  public var title: String
  /// The runbook's path, as commands name it.
  public var runbook: String
  /// The environment that was chosen.
  public var environment: String?
  /// Who started it.
  public var user: String
  /// The machine that it runs on.
  public var host: String
  /// Where its CI job can be seen.
  public var link: String?
  /// What its rollouts change.
  public var targets: [String] = []
  /// How often it had ended before it was taken up again: what was said then is no repetition now.
  public var chapter = 0
  /// How often it had ended before, for now or for good.
  public var ends = 0
  /// How often it was begun, or taken up again, this time included.
  public var attempt = 1
  /// What it was begun, or taken up again, for.
  public var purpose = RunPurpose.run

  /// A run.
  public init(id: String, title: String, runbook: String, environment: String? = nil, user: String, host: String) {
    self.id = id
    self.title = title
    self.runbook = runbook
    self.environment = environment
    self.user = user
    self.host = host
  }

  /// The runbook's file name.
  public var fileName: String { runbook.split(separator: "/").last.map(String.init) ?? runbook }

  /// The title with its environment: `Deploy (prod)`.
  public var name: String { title + (environment.map { " (\($0))" } ?? "") }
}
