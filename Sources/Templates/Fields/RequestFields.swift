public import Values

/// How a request is sent and its answer taken, as the runbook states it (design 3.4).
public struct RequestFields: Sendable {
  /// Who sends it.
  public var auth: AuthFields?
  /// What must hold of the answer besides its status.
  public var expectation: Condition?
  /// How many redirects are followed.
  public var redirects: Field<RedirectLimit> = .literal(.none)
  /// Whether any certificate is accepted of the server.
  public var isInsecure: Field<Bool> = .literal(false)
  /// Certificates to trust in place of the system's: a file.
  public var authorities: Field<String>?
  /// The client's certificate: a file.
  public var certificate: Field<String>?
  /// The key of that: a file.
  public var key: Field<String>?
  /// A socket in the file system to connect to.
  public var socket: Field<String>?
  /// A host, with a port if it is another one, to connect to in place of the address's.
  public var place: Field<String>?
  /// A proxy; none if it is empty, that of the environment if it is not stated.
  public var proxy: Field<String>?
  /// The largest answer, in bytes.
  public var maximumAnswer: Field<Int>?
  /// The file that the body of the answer is written to.
  public var target: Field<String>?

  /// As it is where the runbook states nothing.
  public init() {}
}

/// The credentials of a request.
public indirect enum AuthFields: Sendable {
  case bearer(Field<String>)
  case basic(user: Field<String>, password: Field<String>)
  /// `user:password` in one text.
  case basicText(Field<String>)
  case signature(SignatureFields)
}

/// What a request is signed with for Amazon Web Services.
public struct SignatureFields: Sendable {
  /// The id of the access key.
  public var accessKey: Field<String>
  /// The secret access key.
  public var secretKey: Field<String>
  /// The region, if it is stated.
  public var region: Field<String>?
  /// The service, if it is stated.
  public var service: Field<String>?
  /// The token of temporary keys.
  public var sessionToken: Field<String>?

  /// A signature with a key.
  public init(accessKey: Field<String>, secretKey: Field<String>) {
    self.accessKey = accessKey
    self.secretKey = secretKey
  }
}
