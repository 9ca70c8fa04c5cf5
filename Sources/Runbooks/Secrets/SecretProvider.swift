/// Where a secret comes from (design 3.1).
public enum SecretProvider: Sendable, Equatable {
  /// A variable of pyflow's own environment.
  case environment(String)
  /// A file, from the runbook's folder.
  case file(String)
  /// What a command prints.
  case command(String)
  /// The key-value store beside the runbook that is run.
  case store(String)

  init?(_ key: SecretKey, _ text: String) {
    switch key {
    case .env: self = .environment(text)
    case .file: self = .file(text)
    case .command: self = .command(text)
    case .kv: self = .store(text)
    case .optional: return nil
    }
  }

  /// Its kind: the key that states it.
  public var key: SecretKey {
    switch self {
    case .environment: .env
    case .file: .file
    case .command: .command
    case .store: .kv
    }
  }

  /// What the key states: a name, a path, a command or a key.
  public var text: String {
    switch self {
    case .environment(let text), .file(let text), .command(let text), .store(let text): text
    }
  }
}
