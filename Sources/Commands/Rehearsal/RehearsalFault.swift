internal import Running
internal import Values

/// What goes wrong with a node in an exploration (design 9).
enum RehearsalFault: String, CaseIterable, Sendable {
  /// It fails, or a person says no.
  case fail
  /// It does not end in its time, or nobody answers.
  case timeout
  /// Nobody can tell how it ended.
  case unknown
  /// Somebody presses Ctrl-C while it runs.
  case cancel
  /// The same, and it goes on for longer than it may then.
  case cancelSlow = "cancel-slow"
  /// An operator wants its rollout to go back.
  case abort
  /// An operator wants its rollout to skip the steps that are left.
  case promote
  /// pyflow dies while it runs, before it has taken effect; `recover` takes the run up.
  case crash
  /// The same, after it has taken effect.
  case crashAfter = "crash-after"
  /// pyflow dies before it has taken effect; `resume` goes on.
  case resume
  /// The same, after it has taken effect.
  case resumeAfter = "resume-after"
  /// It says that it has moved the traffic, and has not.
  case lie
  /// It moves the traffic, and says that it has failed.
  case stray
  /// Somebody else moves the traffic meanwhile.
  case drift

  /// Whether the run is taken up by `resume`.
  var isResume: Bool { self == .resume || self == .resumeAfter }

  /// What an operator wants of the rollout, if that is what happens.
  var wish: RolloutEvent? {
    switch self {
    case .abort: .abort
    case .promote: .promote
    default: nil
    }
  }

  /// What operators can want.
  static let wishes = allCases.filter { $0.wish != nil }

  /// Longer than twice any usual grace, and shorter than what any usual action may take.
  static let slowness = Duration.seconds(300)

  /// What the node does: pyflow dies, people want something and others interfere but once, everything else goes on for ever.
  var step: ScriptStep {
    switch self {
    case .fail: ScriptStep(.fail)
    case .timeout: ScriptStep(.timeout)
    case .unknown: ScriptStep(.unknown)
    case .cancel: ScriptStep(.cancel)
    case .cancelSlow: ScriptStep(.cancel, take: Self.slowness)
    case .abort: ScriptStep(.wish(.abort))
    case .promote: ScriptStep(.wish(.promote))
    case .crash, .resume: ScriptStep(.crash)
    case .crashAfter, .resumeAfter: ScriptStep(.crash, moves: true)
    case .lie: ScriptStep(.pass, moves: false)
    case .stray: ScriptStep(.fail, moves: true)
    case .drift: ScriptStep(.pass, times: 1)
    }
  }
}
