import Foundation
import TestSupport
import Testing

/// SIGKILL at random moments, also while a run is taken up again, five deep (T2, T3).
@Suite("T2, T3: a run that is killed at random moments")
struct RandomKillTests {
  private static let count = Torture.count(12, long: 200, nightly: 10_000)

  @Test(
    "goes on each time, ends as it would have, and runs nothing again that had ended",
    arguments: 0..<count)
  func killed(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) + 99)
    let victim = Victim()
    kill(victim, "run", afterLines: Int.random(in: 1...22, using: &random), &random)
    if seed == 0 { Torture.tell("T2, T3", Self.count, "runs killed, up to six times each") }
    for _ in 0..<Int.random(in: 0...5, using: &random) where victim.hasBegun {
      let more = Int.random(in: 1...8, using: &random)
      kill(victim, "resume", afterLines: victim.lineCount + more, &random)
    }
    victim.endsAsUndisturbed("seed \(seed)")
  }

  /// Kills the program a moment after the audit has so many lines; it may have ended before.
  private func kill(_ victim: Victim, _ verb: String, afterLines count: Int, _ random: inout SeededRandom) {
    let running = victim.program.start(verb, "--no-input")
    while running.isRunning, victim.lineCount < count {}
    // A moment that is no multiple of anything: reading the lines once more takes about as long as writing one.
    for _ in 0..<Int.random(in: 0...8, using: &random) { _ = victim.lineCount }
    running.signal(SIGKILL)
    victim.checkTold(running.wait().error, "after \(count) lines")
  }
}
