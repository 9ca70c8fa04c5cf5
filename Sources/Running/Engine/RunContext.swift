public import Planning
public import Values

/// What a run knows of itself and of where it runs: everything that comes from outside and does not change.
public struct RunContext: Sendable {
  /// The run's id.
  public var id: String
  /// Who started it.
  public var requester: Person
  /// The runbook's folder, absolute.
  public var directory: String
  /// Who is at the terminal: whoever has taken the run up again, else who started it.
  public var user: Person
  /// When the run began.
  public var startedAt: Timestamp
  /// When it was begun, or taken up again, this time.
  public var resumedAt: Timestamp
  /// How often it was begun, or taken up again, this time included.
  public var attempt = 1
  /// The environment of the runbook that was chosen (`--env`).
  public var chosenEnvironment: String?
  /// pyflow's own environment.
  public var environment: [String: String]
  /// Reservations of other runs that were broken when the run took its locks.
  public var brokenReservations: [BrokenReservation] = []
  /// Where files with secrets are written; nothing where none can be.
  public var secretFiles: SecretFilePlaces?
  /// What random numbers begin with.
  public var seed: UInt64

  /// The folder of one of the plan's runbooks, absolute.
  public func directory(of runbook: PlanRunbook) -> String {
    if runbook.folder.isEmpty { return directory }
    return runbook.folder.hasPrefix("/") ? runbook.folder : directory + "/" + runbook.folder
  }

  /// A context.
  public init(
    id: String, requester: Person, directory: String, startedAt: Timestamp,
    environment: [String: String], seed: UInt64 = 0
  ) {
    self.seed = seed
    self.id = id
    self.requester = requester
    user = requester
    resumedAt = startedAt
    self.directory = directory
    self.startedAt = startedAt
    self.environment = environment
  }
}
