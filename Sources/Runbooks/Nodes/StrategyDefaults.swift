/// What holds of a strategy where the runbook does not say (design 8): for reading, planning and the documentation alike.
public enum StrategyDefaults {
  /// From one sample of a check to the next.
  public static let interval = Duration.seconds(10)
  /// How long a new side must be healthy without a break.
  public static let minHealthy = Duration.seconds(10)
  /// How long it may take to become so.
  public static let deadline = Duration.seconds(5 * 60)
  /// Samples that may fail while it is watched.
  public static let failLimit = 1
  /// Samples in a row that may tell nothing.
  public static let unknownLimit = 4
  /// Samples that must pass while it is watched.
  public static let minPass = 3
  /// How long a person may think.
  public static let approveTimeout = Duration.seconds(30 * 60)
  /// How long the new version is watched with all traffic.
  public static let soak = Duration.seconds(5 * 60)
  /// How long each action may take.
  public static let actionTimeout = Duration.seconds(10 * 60)
  /// How long an action may go on after a signal.
  public static let grace = Duration.seconds(30)
  /// How often going back is tried again.
  public static let undoRetries = 3
  /// How long nothing may come of it going forward.
  public static let progressDeadline = Duration.seconds(10 * 60)

  /// The numbers that keys which count may be: more than any rollout has, and few enough to be added up.
  public static let counts: [(key: NodeKey, range: ClosedRange<Int>)] = [
    (.failLimit, 0...mostCount), (.unknownLimit, 0...mostCount), (.minPass, 1...mostCount),
    (.undoRetries, 0...mostCount), (.parallel, 1...mostCount),
  ]
  private static let mostCount = 1_000_000

  /// The two sides of BlueGreen.
  public static let colors = ["blue", "green"]
  /// The percentages of Canary on the way to 100.
  public static let weights = [5, 25, 50]
  /// How long each of its steps is watched.
  public static let hold = Duration.seconds(2 * 60)
  /// How many times as long at most, for want of samples.
  public static let holdFactor = 3
  /// How long open requests have when its traffic has gone back.
  public static let drain = Duration.seconds(30)
  /// The batches of Progressive.
  public static let batches: [CountOrShare] = [.count(1), .percent(25)]
  /// How long between them.
  public static let pause = Duration.seconds(30)
}

extension ClosedRange<Int> {
  /// `from 0 to 9`, for messages.
  public var words: String { "from \(lowerBound) to \(upperBound)" }
}
