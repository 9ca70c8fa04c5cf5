/// The keys of HTTP nodes (design 3.4).
extension NodeKey {
  var httpDefinition: KeyDefinition? {
    switch self {
    case .url: KeyDefinition(.string, "the address", kinds: [.http])
    case .method: KeyDefinition(.string, "the method; GET, or POST with a body", kinds: [.http])
    case .headers: KeyDefinition(.headers, "header fields", kinds: [.http])
    case .query: KeyDefinition(.table, "parameters added to the address", kinds: [.http])
    case .json: KeyDefinition(.any, "a body, sent as JSON", kinds: [.http])
    case .body: KeyDefinition(.string, "a body, sent as it is", kinds: [.http])
    case .expectStatus: KeyDefinition(.statuses, "statuses that mean success; 2xx by default", kinds: [.http])
    case .form: KeyDefinition(.table, "a body, sent as a form; a list gives a field several values", kinds: [.http])
    case .bodyFile: KeyDefinition(.string, "a file that is sent, read as it goes", kinds: [.http])
    case .auth:
      KeyDefinition(.table, "credentials: one of `bearer`, `basic` and `aws_sigv4`", kinds: [.http])
    case .expect:
      KeyDefinition(.booleanOrString, "an expression over `result` that must hold besides the status", kinds: [.http])
    case .follow:
      KeyDefinition(
        .booleanOrInteger, "how many redirects are followed: none by default, `true` means 5", kinds: [.http])
    case .insecure: KeyDefinition(.boolean, "does not check the server's certificate", kinds: [.http])
    case .caFile: KeyDefinition(.string, "a file of certificates to trust in place of the system's", kinds: [.http])
    case .clientCert: KeyDefinition(.string, "a file with the client's certificate", kinds: [.http])
    case .clientKey: KeyDefinition(.string, "a file with the key of `client_cert`", kinds: [.http])
    case .unixSocket: KeyDefinition(.string, "a socket in the file system to connect to", kinds: [.http])
    case .connectTo:
      KeyDefinition(.string, "`host` or `host:port` to connect to in place of the address's", kinds: [.http])
    case .proxy: KeyDefinition(.string, "a proxy in place of the environment's; empty for none", kinds: [.http])
    case .maxBytes: KeyDefinition(.integer, "the largest answer in bytes; 10 MiB by default", kinds: [.http])
    case .saveTo:
      KeyDefinition(.string, "a file that the answer's body is written to, whole or not at all", kinds: [.http])
    default: nil
    }
  }
}
