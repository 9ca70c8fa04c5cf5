public import Values

/// What a process may use; nothing where there is no limit.
public struct ProcessLimits: Sendable, Equatable {
  /// Processor time.
  public var cpu: CPULimit?
  /// Memory.
  public var memory: MemoryLimit?
  /// Open files.
  public var files: FileLimit?
  /// How far it stands back for others.
  public var nice: Niceness?

  /// No limits.
  public init() {}
}
