public import Values

/// An HTTP request to send.
public struct RequestAction: Sendable {
  /// What a request is signed with for Amazon Web Services.
  public struct Signature: Sendable, Equatable {
    /// The id of the access key, a colon, and the secret access key.
    public var credentials: String
    /// The region and the service; nothing where the host tells them.
    public var scope: (region: String, service: String)?

    /// A signature with a key.
    public init(credentials: String, scope: (region: String, service: String)? = nil) {
      self.credentials = credentials
      self.scope = scope
    }

    /// Whether both are the same.
    public static func == (left: Signature, right: Signature) -> Bool {
      left.credentials == right.credentials && left.scope?.region == right.scope?.region
        && left.scope?.service == right.scope?.service
    }
  }

  /// The method.
  public var method: String
  /// The address, its query included, without credentials.
  public var url: String
  /// Header fields, in order.
  public var headers: [(name: String, value: String)] = []
  /// The body.
  public var body: [UInt8]?
  /// The file that is sent as the body; an absolute path.
  public var bodyFile: String?
  /// What it is signed with.
  public var signature: Signature?
  /// How long it may take, redirects included.
  public var timeout: Duration
  /// The largest answer, in bytes.
  public var maximumAnswer = Self.defaultMaximumAnswer
  /// The statuses that are answered as they should be.
  public var expectedStatuses: [ClosedRange<Int>] = [200...299]
  /// How many redirects are followed.
  public var redirects = 0
  /// Whether sending it twice does what sending it once does.
  public var isIdempotent = false
  /// Whether its idempotency key is one that pyflow has made.
  public var hasOwnKey = false
  /// Whether any certificate is accepted of the server.
  public var isInsecure = false
  /// A file of certificates to trust in place of the system's; an absolute path, as are the next three.
  public var authorities: String?
  /// A file with the client's certificate.
  public var certificate: String?
  /// A file with the key of that.
  public var key: String?
  /// A socket to connect to.
  public var socket: String?
  /// A host and a port to connect to in place of the address's: `host:8443`, `host:`.
  public var place: String?
  /// The proxy, without credentials; empty for none, nothing for that of the environment.
  public var proxy: String?
  /// The proxy's credentials: `user:password`.
  public var proxyCredentials: String?
  /// The file that the answer's body is written to; an absolute path.
  public var target: String?
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
  /// The header field by which a server knows a request that it has had before, in lower case.
  public static let idempotencyKey = "idempotency-key"

  /// A request without headers or body.
  public init(method: String, url: String, timeout: Duration, workingDirectory: String) {
    self.method = method
    self.url = url
    self.timeout = timeout
    self.workingDirectory = workingDirectory
  }

  /// The method and the address in one line.
  public var summary: String { "\(method) \(url)" }
}
