/// Why a request has no answer that could be judged.
public struct RequestFailure: Error, Sendable, Equatable {
  /// The kinds of failures; the words are stable, for programs.
  public enum Kind: String, Sendable, CaseIterable {
    case address = "bad-address"
    case dns
    case proxyName = "proxy-dns"
    case proxy
    case proxyConnection = "proxy-refused"
    case socket = "socket-refused"
    case refused
    case unreachable
    case connectTimeout = "connect-timeout"
    case timeout = "request-timeout"
    case tls
    case tlsExpired = "tls-expired"
    case tlsHost = "tls-host"
    case tlsAuthority = "tls-authority"
    case tlsClient = "tls-client"
    case tlsFiles = "tls-files"
    case noAnswer = "no-answer"
    case broken = "connection-lost"
    case truncated
    case malformed = "bad-http"
    case headers = "headers-too-large"
    case redirectRefused = "redirect-refused"
    case redirectLimit = "redirect-limit"
    case redirectLoop = "redirect-loop"
    case redirectAddress = "redirect-address"
    case save = "save-failed"
    case other = "request"
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// More about it, if there is more to say.
  public var detail: String

  /// A failure.
  public init(_ kind: Kind, _ detail: String = "") {
    self.kind = kind
    self.detail = detail
  }

  /// Whether it may go well when it is sent again.
  var mayPass: Bool {
    switch kind {
    case .dns, .proxyName, .proxy, .proxyConnection, .socket, .refused, .unreachable, .connectTimeout, .timeout, .tls,
      .noAnswer, .broken,
      .truncated:
      true
    case .address, .tlsExpired, .tlsHost, .tlsAuthority, .tlsClient, .tlsFiles, .malformed, .headers, .redirectRefused,
      .redirectLimit, .redirectLoop, .redirectAddress, .save, .other:
      false
    }
  }

  /// The failure in words.
  public var message: String { detail.isEmpty ? words : "\(words) – \(detail)" }

  private var words: String {
    switch kind {
    case .address: "the address is malformed"
    case .dns: "the host's name is not known"
    case .proxyName: "the proxy's name is not known"
    case .proxy: "the proxy refused"
    case .proxyConnection: "no connection to the proxy"
    case .socket: "nobody listens at the socket"
    case .refused: "the connection was refused"
    case .unreachable: "the host cannot be reached"
    case .connectTimeout: "timed out while connecting"
    case .timeout: "timed out"
    case .tls: "TLS failed"
    case .tlsExpired: "the server's certificate has expired"
    case .tlsHost: "the server's certificate is for another host"
    case .tlsAuthority: "the server's certificate is from nobody who is trusted"
    case .tlsClient: "the client's certificate cannot be used"
    case .tlsFiles: "the file of trusted certificates cannot be used"
    case .noAnswer: "the server sent no answer"
    case .broken: "the connection broke"
    case .truncated: "the answer was cut short"
    case .malformed: "the answer is not HTTP as it should be"
    case .headers: "the answer's header is too large"
    case .redirectRefused: "a redirect was not followed"
    case .redirectLimit: "redirected too often"
    case .redirectLoop: "redirected in a circle"
    case .redirectAddress: "redirected to no address"
    case .save: "the answer could not be saved"
    case .other: "the request failed"
    }
  }
}
