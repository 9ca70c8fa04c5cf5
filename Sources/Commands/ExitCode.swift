internal import Audit
internal import Running

/// The exit codes of pyflow (design 10).
///
/// Never renumbered: scripts rely on them.
public enum ExitCode: Int32, Sendable, CaseIterable {
  case succeeded = 0
  case failed = 1
  case invalid = 2
  case refused = 3
  case rolledBack = 4
  case needsPerson = 5
  case waiting = 6
  case usage = 64
  case auditDamaged = 65
  case internalError = 70
  case notWritten = 74
  case hungUp = 129
  case interrupted = 130
  case quit = 131
  case terminated = 143

  /// What the code means, for `help`.
  public var meaning: String {
    switch self {
    case .succeeded: "succeeded; the audit is sound"
    case .failed: "a node failed"
    case .invalid: "the runbook, its variables or the plan are invalid; nothing ran"
    case .refused: "refused; nothing was changed"
    case .rolledBack: "failed, and everything that could be undone was"
    case .needsPerson:
      "a person is needed: something could not be undone, or nobody could tell how things are or decide how to go on"
    case .waiting: "waiting for an approval"
    case .usage: "wrong usage"
    case .auditDamaged: "the audit file is damaged (audit verify)"
    case .internalError: "a bug in pyflow"
    case .notWritten: "the audit, or the result, could not be written"
    case .hungUp: "interrupted by SIGHUP"
    case .interrupted: "interrupted by SIGINT"
    case .quit: "interrupted by SIGQUIT"
    case .terminated: "interrupted by SIGTERM"
    }
  }

  /// The code of a run that has ended.
  static func of(_ finish: RunFinish) -> ExitCode {
    switch finish.status {
    case .succeeded: .succeeded
    case .failed: .failed
    case .rolledBack: .rolledBack
    case .rollbackFailed, .halted: .needsPerson
    case .waiting: .waiting
    case .refused: .refused
    case .cancelled: of(finish.signal ?? .interrupt)
    }
  }

  /// The code of a run as its records tell of it: the one that it ended with; while it goes on, whether it needs somebody.
  static func of(_ run: RunHistory, isAlive: Bool) -> ExitCode {
    switch run.status.flatMap({ RunStatus(rawValue: $0) }) {
    case .succeeded: .succeeded
    case .failed: .failed
    case .rolledBack: .rolledBack
    case .rollbackFailed, .halted: .needsPerson
    case .waiting: .waiting
    case .refused: .refused
    case .cancelled: of(run.signal.flatMap { RunSignal(rawValue: $0) } ?? .interrupt)
    // It waits, or goes on; one whose process is gone needs somebody to take it up.
    case nil where run.status == nil && isAlive:
      run.shownStatus(isAlive: true) == RunStatus.waiting.rawValue ? .waiting : .succeeded
    case nil: .needsPerson
    }
  }

  /// The code of what a signal has ended.
  static func of(_ signal: RunSignal) -> ExitCode {
    switch signal {
    case .hangUp: .hungUp
    case .terminate: .terminated
    case .interrupt: .interrupted
    case .quit: .quit
    }
  }
}
