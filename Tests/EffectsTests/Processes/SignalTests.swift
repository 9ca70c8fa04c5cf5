import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

@Suite("Signals of pyflow itself")
struct SignalTests {
  /// Sends this thread a signal, which is handled before this returns: threads of a test have all signals blocked.
  private static func send(_ number: Int32) {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    raise(number)
  }

  @Test("the signals that ask to stop are events, in order")
  func events() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGINT] { Self.send(number) }
      var signals: [RunSignal] = []
      for case .signal(let signal) in probe.world.wait(until: probe.world.now().advanced(by: .seconds(60))) {
        signals.append(signal)
      }
      #expect(signals == [.interrupt, .terminate, .hangUp, .quit, .terminate, .interrupt])
    }
  }

  @Test("a signal that neither asks to stop nor tells of a bug changes nothing, and children have it at its default")
  func strays() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let strays = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO]
      for number in strays { Self.send(number) }
      #expect(probe.world.wait(until: probe.world.now().advanced(by: .milliseconds(1))).isEmpty)
      for number in strays {
        #expect(probe.run("kill -\(number) $$; sleep 600").ending == .killed(signal: Int(number)))
      }
    }
  }

  @Test("a signal that was ignored at the start stays ignored")
  func ignored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      let pipe = try SignalPipe()
      Self.send(SIGHUP)
      #expect(pipe.takeSignals().isEmpty)
      Self.send(SIGTERM)
      #expect(pipe.takeSignals() == [SIGTERM])
    }
  }

  @Test("any number of signals is survived")
  func flood() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe()
      for _ in 0..<100_000 { Self.send(SIGINT) }
      let signals = pipe.takeSignals()
      #expect(!signals.isEmpty && signals.allSatisfy { $0 == SIGINT })
    }
  }

  @Test("a broken pipe is an error, not a death")
  func brokenPipe() async {
    await #expect(processExitsWith: .success) {
      _ = try SignalPipe()
      let pipe = try Effects.Pipe()
      pipe.reading.close()
      #expect(throws: SystemError(operation: "write", subject: "", code: EPIPE)) {
        try pipe.writing.writeAll([1, 2, 3])
      }
    }
  }

  @Test("orphans that pyflow adopts are reaped")
  func orphans() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      if probe.run("command -v setsid").ending != .exited(0) { return print("skipped: there is no setsid") }
      let result = probe.run("for i in 1 2 3; do (setsid true >/dev/null 2>&1 &) ; done")
      #expect(result.ending == .exited(0))
      let bound = probe.world.now().advanced(by: .seconds(60))
      while !OwnProcess.children().isEmpty, probe.world.now() < bound {
        _ = probe.world.wait(until: probe.world.now().advanced(by: .milliseconds(5)))
      }
      #expect(OwnProcess.children().isEmpty)
    }
  }
}
