import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Short commands")
struct ShortCommandTests {
  @Test("exit code and output are taken")
  func output() async {
    await #expect(processExitsWith: .success) {
      let result = ShortCommand.run(["sh", "-c", "echo out; echo err >&2; exit 3"], limit: .seconds(60))
      #expect(result?.exit == 3 && result?.output == Array("out\n".utf8))
      #expect(ShortCommand.run(["no-such-program"], limit: .seconds(60)) == nil)
      #expect(ShortCommand.run(["sh", "-c", "kill -9 $$"], limit: .seconds(60)) == nil)
    }
  }

  @Test("one that does not end in time is ended")
  func limit() async {
    await #expect(processExitsWith: .success) {
      #expect(ShortCommand.run(["sleep", "600"], limit: .milliseconds(20)) == nil)
      #expect(OwnProcess.children().isEmpty)
    }
  }

  @Test("several threads may start some at once")
  func threads() async {
    await #expect(processExitsWith: .success) {
      let exits = ParallelMap.map(Array(0..<400), width: 8) { number in
        ShortCommand.run(["sh", "-c", "exit \(number % 200)"], limit: .seconds(60))?.exit
      }
      #expect(exits == (0..<400).map { $0 % 200 })
    }
  }
}
