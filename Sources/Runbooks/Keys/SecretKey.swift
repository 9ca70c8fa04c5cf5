/// The keys of a secret's table in `[runbook.secrets]` (design 3.1).
public enum SecretKey: String, Sendable, CaseIterable {
  case env, file, command, kv, optional

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .env: KeyDefinition(.string, "the variable of pyflow's own environment that has it")
    case .file:
      KeyDefinition(.string, "the file that holds it, from the runbook's folder; only its owner may have rights")
    case .command: KeyDefinition(.string, "a command for `sh` that prints it, run in the runbook's folder")
    case .kv: KeyDefinition(.string, "its key in the key-value store: `pyflow kv set --secret KEY`")
    case .optional: KeyDefinition(.boolean, "whether it may be absent; false by default")
    }
  }

  /// The keys that say where a secret comes from, of which there must be one.
  static let providers: [SecretKey] = [.env, .file, .command, .kv]
}
