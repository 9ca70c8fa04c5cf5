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
    case .form: .later(.table, "a body, sent as a form", kinds: [.http])
    case .bodyFile: .later(.string, "a file that is sent", kinds: [.http])
    case .auth: .later(.table, "credentials", kinds: [.http])
    case .expect: .later(.string, "a condition on the answer", kinds: [.http])
    case .follow: .later(.any, "how many redirects are followed", kinds: [.http])
    case .insecure: .later(.boolean, "does not check the server's certificate", kinds: [.http])
    case .caFile: .later(.string, "certificates to trust", kinds: [.http])
    case .clientCert: .later(.string, "the client's certificate", kinds: [.http])
    case .clientKey: .later(.string, "the client's key", kinds: [.http])
    case .unixSocket: .later(.string, "a socket in the file system", kinds: [.http])
    case .connectTo: .later(.string, "another host to connect to", kinds: [.http])
    case .proxy: .later(.string, "a proxy", kinds: [.http])
    case .maxBytes: .later(.integer, "the largest answer", kinds: [.http])
    case .saveTo: .later(.string, "a file for the answer", kinds: [.http])
    default: nil
    }
  }
}
