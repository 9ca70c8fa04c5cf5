public import Values

/// An HTTP request to send.
public struct RequestAction: Sendable {
  /// The method.
  public var method: String
  /// The address, its query included.
  public var url: String
  /// Header fields, in order.
  public var headers: [(name: String, value: String)] = []
  /// The body.
  public var body: [UInt8]?
  /// How long it may take.
  public var timeout: Duration
  /// The largest answer, in bytes.
  public var maximumAnswer = Self.defaultMaximumAnswer
  /// Environment beyond that of all nodes.
  public var environment: [(name: String, value: String)] = []
  /// What it has of pyflow's own environment.
  public var inheritance = InheritedEnvironment.everything
  /// What the process that sends it may use.
  public var limits: ProcessLimits?
  /// Where relative names are looked up; an absolute path.
  public var workingDirectory: String

  /// The largest answer unless the runbook says otherwise: 10 MiB.
  public static let defaultMaximumAnswer = 10 << 20

  /// A request without headers or body.
  public init(method: String, url: String, timeout: Duration, workingDirectory: String) {
    self.method = method
    self.url = url
    self.timeout = timeout
    self.workingDirectory = workingDirectory
  }
}
