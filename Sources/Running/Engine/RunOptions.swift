/// What a run is started with, besides its plan.
public struct RunOptions: Sendable {
  /// Nodes that run at once.
  public var jobs: Int
  /// Whether questions that name nobody are approved without asking.
  public var approvesAll = false
  /// How long a run goes on when nothing but answers is missing, and nobody can be asked here.
  public var approvalWait = Duration.zero
  /// How long a node waits for locks that other runs hold; for as long as it takes if nothing.
  public var lockWait: Duration?
  /// Whether circuit breakers keep nobody from trying.
  public var ignoresBreakers = false
  /// Whether locks are taken although they are reserved for other runs.
  public var breaksReservations = false
  /// Why rollouts begin also where their windows are closed, in the words of who wants that.
  public var breakGlass: String?
  /// Whether windows count at all: in a rehearsal no time of day does.
  public var heedsWindows = true
  /// Whether rollouts are made although what they bring is live already.
  public var forcesRollouts = false
  /// Whether a person can be asked.
  public var hasTerminal = false

  /// How often a person is asked about failures of one node; never if 0.
  public var maximumFailureQuestions = 0

  /// How soon the run is killed after it was asked to stop, where that is known.
  public var notice: CancellationNotice?
  /// Whether the end of the process that started pyflow asks to stop, as SIGTERM does.
  public var endsWithParent = false

  /// Options for so many nodes at once.
  public init(jobs: Int) {
    self.jobs = jobs
  }

  /// How long a process may go on after it was asked to end, before it is forced (design 7).
  public static let grace = Duration.seconds(10)
}
