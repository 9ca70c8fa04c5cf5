/// The keys of a `limits` table (design 3.3).
public enum LimitKey: String, Sendable, CaseIterable {
  case cpu, memory, files, nice

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .cpu: KeyDefinition(.duration, "processor time of each process, in whole seconds")
    case .memory: KeyDefinition(.size, "memory of each process: bytes, or \"512M\"")
    case .files: KeyDefinition(.integer, "files that each process may have open")
    case .nice: KeyDefinition(.integer, "how far it stands back for others, from -20 to 19; added to pyflow's own")
    }
  }
}
