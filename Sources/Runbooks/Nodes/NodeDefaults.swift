public import Templates
public import Values

/// What nodes have that do not state it (`[runbook.defaults]`, design 3.1).
public struct NodeDefaults: Sendable {
  /// How long an attempt may take.
  public var timeout: Field<Duration>?
  /// How often and when a node is tried again.
  public var retry: RetryDeclaration?
  /// Environment of processes, under a node's own.
  public var environment: [EnvironmentEntry] = []
  /// The shell of commands.
  public var shell: ShellChoice?
  /// Where processes run.
  public var workingDirectory: Field<String>?
  /// Whether failures are allowed.
  public var allowFailure: Field<Bool>?

  init() {}
}

extension NodeDeclaration {
  /// Takes over what it does not state, as far as that applies to it; the rest is passed over.
  mutating func fill(from defaults: NodeDefaults) {
    // A person is not hurried because commands are.
    if timeout == nil, kind != .manual { timeout = defaults.timeout }
    if retry == nil, canRetry { retry = defaults.retry }
    if allowFailure == nil, critical.map({ $0.literal == false }) ?? true { allowFailure = defaults.allowFailure }
    guard startsProcess else { return }
    let own = environment
    environment = defaults.environment.filter { entry in !own.contains { $0.name == entry.name } } + own
    workingDirectory = workingDirectory ?? defaults.workingDirectory
    shell = shell ?? defaults.shell
  }

  private var canRetry: Bool {
    kind.has(.retry) && unsafeMethod == nil
  }

  private var startsProcess: Bool {
    kind == .command || kind == .http || rollback != nil || unless != nil
      || precautions?.snapshot != nil || precautions?.confirm != nil
  }

  /// The method of its request, if sending that twice could do twice what it does (design 3.4).
  var unsafeMethod: String? {
    guard isIdempotent.literal == false, case .http(let request) = action else { return nil }
    let method = request.method?.literal?.uppercased() ?? (request.body == nil ? "GET" : "POST")
    let hasKey = request.headers.contains { $0.name.lowercased() == "idempotency-key" }
    return ["POST", "PATCH"].contains(method) && !hasKey ? method : nil
  }
}
