/// A message that is to leave pyflow, with everything that it takes: never recorded, shown or kept.
public struct Dispatch: Sendable {
  /// Where it goes.
  public enum Way: Sendable {
    case post(url: String, headers: [(name: String, value: String)])
    case mail(MailServer)
    /// A program, and what its environment has besides pyflow's own.
    case program(words: [String], environment: [(name: String, value: String)])
    /// The end of the summary of a step, in a file; `isLast` if nothing comes after it.
    case file(String, isLast: Bool)
  }

  /// A mail server, and the mail's envelope.
  public struct MailServer: Sendable {
    /// Its address: `smtp://…` or `smtps://…`.
    public var url: String
    /// Who the mail is from.
    public var sender: String
    /// Whom it is to.
    public var recipients: [String]
    /// The name and the password that it demands.
    public var login: (user: String, password: String)?
    /// Whether the connection must be encrypted.
    public var isEncrypted = true

    /// A mail server.
    public init(url: String, sender: String, recipients: [String]) {
      self.url = url
      self.sender = sender
      self.recipients = recipients
    }
  }

  /// The most bytes of a step's summary; GitHub shows nothing of a larger one.
  public static let largestSummary = 1 << 20
  /// How many of these are for the last message alone.
  public static let summaryReserve = 64 << 10

  /// Where it goes.
  public var way: Way
  /// The message.
  public var bytes: [UInt8]
  /// Certificates that are trusted in place of the system's.
  public var certificates: String?
  /// How long it may take (design 3.5).
  public var limit = Duration.seconds(5)

  /// A message.
  public init(_ way: Way, _ bytes: [UInt8]) {
    self.way = way
    self.bytes = bytes
  }
}
