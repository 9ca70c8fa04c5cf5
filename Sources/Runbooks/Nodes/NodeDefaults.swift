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
    // A person is not hurried because commands are, and a rollout has times of its own.
    if timeout == nil, kind != .manual, !kind.isStrategy { timeout = defaults.timeout }
    if retry == nil, canRetry { retry = defaults.retry }
    if allowFailure == nil, critical.map({ $0.literal == false }) ?? true { allowFailure = defaults.allowFailure }
    guard startsProcess else { return }
    let own = environment
    environment = defaults.environment.filter { entry in !own.contains { $0.name == entry.name } } + own
    workingDirectory = workingDirectory ?? defaults.workingDirectory
    shell = shell ?? defaults.shell
  }

  private var canRetry: Bool {
    kind.has(.retry) && unsafeMethod == nil && !hasOpenMethod
  }

  private var startsProcess: Bool {
    kind == .command || kind == .http || kind.isStrategy || rollback != nil || unless != nil
      || precautions?.snapshot != nil || precautions?.confirm != nil
  }

  /// Whether only the run tells the method of its request.
  private var hasOpenMethod: Bool {
    guard case .http(let request) = action, let method = request.method else { return false }
    return method.literal == nil && isIdempotent.literal == false
  }

  /// The method of its request, if sending that twice could do twice what it does (design 3.4).
  var unsafeMethod: String? {
    isIdempotent.literal == false ? action.unsafeMethod : nil
  }
}

extension ActionDeclaration {
  /// The method of a request by which a server could not tell that it gets it for the second time; nothing if it is known
  /// only when it is sent, which is checked then.
  var unsafeMethod: String? {
    guard case .http(let request) = self else { return nil }
    let method = request.method.map { $0.literal?.uppercased() } ?? (request.body == nil ? "GET" : "POST")
    let hasKey = request.headers.contains { $0.name.lowercased() == "idempotency-key" }
    return method.flatMap { HTTPDeclaration.unsafeMethods.contains($0) && !hasKey ? $0 : nil }
  }
}
