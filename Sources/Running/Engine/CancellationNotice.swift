/// How much time whoever cancels a run leaves it until it is killed.
public struct CancellationNotice: Sendable, Equatable {
  /// What a signal leaves.
  public struct Share: Sendable, Equatable {
    /// For processes that run, before they are forced.
    public var grace: Duration
    /// For everything: then what still runs is ended, so that the end is recorded before the kill.
    public var whole: Duration
  }

  /// After SIGINT, with which it begins.
  public var afterInterrupt: Share
  /// After SIGTERM and everything else, with which it goes on.
  public var afterOthers: Share

  /// What a signal leaves.
  public func share(after signal: RunSignal) -> Share { signal == .interrupt ? afterInterrupt : afterOthers }

  /// GitHub's runner sends SIGINT, 7.5 seconds later SIGTERM, and 2.5 seconds later kills.
  ///
  /// Nodes that run have a small part of that, so that the most urgent rollback has the rest.
  public static let github = CancellationNotice(
    afterInterrupt: Share(grace: .seconds(2), whole: .milliseconds(6500)),
    afterOthers: Share(grace: .milliseconds(500), whole: .milliseconds(1500)))
}
