import Effects
import TestSupport
import Testing

/// Commands that tell which targets a rollout has.
@Suite("Asking for targets")
struct TargetFinderTests {
  private static func answer(_ script: String, in folder: String = "/") -> Result<String, TargetFinder.Failure> {
    TargetFinder().output(of: ["sh", "-c", script], in: folder)
  }

  @Test("takes what is printed, in the folder of the runbook")
  func output() throws {
    let folder = TemporaryFolder()
    folder.write("a\nb\n", to: "hosts")
    #expect(Self.answer("cat hosts", in: folder.path) == .success("a\nb\n"))
  }

  static let failures: [(script: String, message: String)] = [
    ("exit 3", "exit 3"), ("echo one >&2; echo no list >&2; exit 1", "exit 1: no list"),
    ("kill -9 $$", "signal 9 ended it"), ("printf '\\377\\376'", "what it printed is no UTF-8 text"),
    ("head -c 2000000 /dev/zero", "it printed more than 1 MiB"),
  ]

  @Test("says why there is no answer", arguments: failures)
  func failure(script: String, message: String) {
    guard case .failure(let failure) = Self.answer(script) else {
      Issue.record("it has an answer")
      return
    }
    #expect(failure.message == message)
  }

  @Test("says why a program cannot be started")
  func missing() {
    guard case .failure(let failure) = TargetFinder().output(of: ["no-such-program"], in: "/") else {
      Issue.record("it was started")
      return
    }
    #expect(failure.message.contains("no-such-program"))
  }
}
