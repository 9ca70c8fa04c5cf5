/// The keys of a `poll` table (design 5.5).
public enum PollKey: String, Sendable, CaseIterable {
  case until
  case failIf = "fail_if"
  case every, backoff
  case maxEvery = "max_every"
  case jitter, timeout
  case minPass = "min_pass"
  case failLimit = "fail_limit"
  case unknownLimit = "unknown_limit"
  case onUnknown = "on_unknown"
  case of
  case passCodes = "pass_codes"
  case failCodes = "fail_codes"

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .until: KeyDefinition(.booleanOrString, "an expression over `result`: a sample passes where it is true")
    case .failIf: KeyDefinition(.booleanOrString, "an expression over `result`: a sample has failed where it is true")
    case .every: KeyDefinition(.duration, "from the end of a sample to the next one; 10s by default")
    case .backoff: KeyDefinition(.string, "\"constant\" (default), \"linear\" or \"exponential\": how `every` grows")
    case .maxEvery: KeyDefinition(.duration, "the longest that it grows to; 1m, or `every` if that is longer")
    case .jitter: KeyDefinition(.boolean, "makes each wait up to a tenth shorter or longer; false by default")
    case .timeout: KeyDefinition(.duration, "how long to wait for a verdict; 5m by default")
    case .minPass: KeyDefinition(.integer, "samples that must pass in a row; 1 by default")
    case .failLimit: KeyDefinition(.integer, "failed samples that are allowed in all; see the design")
    case .unknownLimit: KeyDefinition(.integer, "samples without an answer that are allowed in a row; 4 by default")
    case .onUnknown:
      KeyDefinition(.string, "what follows where nobody can tell: \"fail\" (default), \"approve\" or \"halt\"")
    case .of:
      KeyDefinition(.string, "whom it asks: the \"target\" itself (default), or an \"observer\", such as a metric")
    case .passCodes: KeyDefinition(.exitCodes, "exit codes by which an observer says yes; `success_codes` by default")
    case .failCodes: KeyDefinition(.exitCodes, "exit codes by which an observer says no; 1 by default")
    }
  }
}
