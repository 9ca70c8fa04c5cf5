public import Running

/// What a world needs to know of its run.
extension SystemWorld {
  /// What a run's processes have in common.
  public struct Settings: Sendable {
    /// The runbook's folder, absolute.
    public var directory: String
    /// The folder of the run's files, relative to `directory`.
    public var runFolder: String
    /// pyflow's own environment, of which processes have what `inherit_env` says.
    public var inherited: [(name: String, value: String)]
    /// What every process has besides.
    public var environment: [(name: String, value: String)]
    /// The ids of the nodes, by index, for log files.
    public var nodeIDs: [String]
    /// Who takes the locks of nodes.
    public var holder = LockHolder(run: "", user: "", host: "", process: OwnProcess.number)
    /// Whether locks are taken that are reserved for other runs.
    public var breaksReservations = false
    /// Whether a run that has died with a lock has left nothing open, as far as anybody can tell.
    public var leftNothingOpen: @Sendable (LockHolder) -> Bool = { _ in false }
    /// The folder of the user's session, which the locks are in.
    public var session: String?
    /// Who may read the logs.
    public var access = FileAccess.userAlone
    /// Where files with secrets are written.
    public var secretFolder = SecretFolder(path: "")
    /// The key-value store.
    public var store: KeyValueFile
    /// Whether the run asks what it holds.
    public var readsStore = false
    /// What must never stand in a log or on the terminal.
    public var secrets: [String]

    /// Settings of a run.
    public init(
      directory: String, runFolder: String, environment: [(name: String, value: String)], nodeIDs: [String],
      inherited: [(name: String, value: String)] = [], secrets: [String] = []
    ) {
      self.inherited = inherited
      self.secrets = secrets
      self.directory = directory
      store = KeyValueFile(of: directory)
      self.runFolder = runFolder
      self.environment = environment
      self.nodeIDs = nodeIDs
    }
  }
}
