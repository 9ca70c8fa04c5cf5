import Running
import Testing

@testable import Commands

/// The table of design 10, as far as it is built.
@Suite("Exit codes")
struct ExitCodeTests {
  @Test("never change")
  func numbers() {
    #expect(
      ExitCode.allCases.map { "\($0) \($0.rawValue)" } == [
        "succeeded 0", "failed 1", "invalid 2", "refused 3", "rolledBack 4", "needsPerson 5", "waiting 6", "usage 64",
        "auditDamaged 65",
        "internalError 70", "notWritten 74", "hungUp 129", "interrupted 130", "quit 131", "terminated 143",
      ])
  }

  private static func code(_ status: RunStatus, _ signal: RunSignal?) -> ExitCode {
    ExitCode.of(
      RunFinish(
        status: status, cause: nil, counts: [.failed: 1, .waiting: 1], allowedFailures: [0], signal: signal,
        duration: .zero))
  }

  @Test("follow from how a run ended, whatever is counted in it")
  func ofRuns() {
    for signal in [nil] + RunSignal.allCases.map(Optional.some) {
      #expect(Self.code(.succeeded, signal) == .succeeded)
      #expect(Self.code(.failed, signal) == .failed)
      #expect(Self.code(.waiting, signal) == .waiting)
    }
    #expect(Self.code(.cancelled, .hangUp) == .hungUp)
    #expect(Self.code(.cancelled, .interrupt) == .interrupted)
    #expect(Self.code(.cancelled, .terminate) == .terminated)
    #expect(Self.code(.cancelled, nil) == .interrupted)
  }
}
