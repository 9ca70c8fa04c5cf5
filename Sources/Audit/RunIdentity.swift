public import Planning
public import Values

/// Who started a run, from where, with what: the facts of its first record (design 6).
public struct RunIdentity: Sendable {
  /// The state of the repository that the runbook stands in.
  public struct Repository: Sendable, Equatable {
    /// The commit.
    public var commit: String
    /// Whether files differ from it; nothing if that could not be found out.
    public var isDirty: Bool?

    /// A repository's state.
    public init(commit: String, isDirty: Bool?) {
      self.commit = commit
      self.isDirty = isDirty
    }
  }

  /// The version of pyflow.
  public var version: String
  /// The runbook's path, as it was given.
  public var runbookPath: String
  /// The SHA-256 of the runbook.
  public var runbookDigest: SHA256Digest
  /// The environment of the runbook that was chosen.
  public var environment: String?
  /// The nodes that were chosen.
  public var selection = Selection()
  /// The rollout that is to put an older version back, if the run is for that.
  public var wish: RolloutReturn?
  /// The OS user's name.
  public var user: String
  /// The OS user's number.
  public var userID: Int
  /// The machine's name.
  public var host: String
  /// pyflow's process.
  public var process: Int
  /// When that process started, in clock ticks after the machine did; with `boot` it tells the process from a later one of the same number.
  public var processStart: Int?
  /// The id of the machine's start.
  public var boot: String?
  /// Whom `sudo` was called by.
  public var sudoUser: String?
  /// The number of that user.
  public var sudoUserID: Int?
  /// The repository.
  public var repository: Repository?
  /// What the environment says about a CI system: claims, since anybody can set a variable.
  public var claims: [(name: String, value: String)] = []

  /// An identity of the given process.
  public init(
    version: String, runbookPath: String, runbookDigest: SHA256Digest, user: String, userID: Int,
    host: String, process: Int
  ) {
    self.version = version
    self.runbookPath = runbookPath
    self.runbookDigest = runbookDigest
    self.user = user
    self.userID = userID
    self.host = host
    self.process = process
  }
}
