import Foundation
import TestSupport
import Testing

/// Runs during which the calendar jumps (T19).
@Suite("T19: a clock that jumps")
struct ClockTests {
  private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"

  /// Where the calendar jumps to while a run goes on: back, ahead, over the end of summer time, onto a leap second.
  private static let jumps = [
    "-1h", "+10y", "-10y", "@2026-10-25 02:59:59", "@2026-03-29 01:59:59", "@2016-12-31 23:59:60", "+1s", "-1s",
  ]

  @Test("changes no duration and no timeout, and the record stays sound", arguments: jumps)
  func jump(to time: String) throws {
    guard FileManager.default.fileExists(atPath: Self.library) else {
      print("skipped: a clock that jumps: there is no faketime")
      return
    }
    var victim = Victim(
      """
      [before]
      command = "true"
      [jump]
      command = "echo '\(time)' > clock"
      [after]
      command = "true"
      timeout = "60s"
      retry = { attempts = 2, delay = "10ms" }
      [late]
      command = "sleep 60"
      timeout = "100ms"
      allow_failure = true
      """)
    victim.program.folder.write("+0s\n", to: "clock")
    victim.program.environment = [
      "LD_PRELOAD": Self.library, "FAKETIME_TIMESTAMP_FILE": "\(victim.program.folder.path)/clock",
      "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "Europe/Berlin",
    ]
    let result = victim.program.run("run", "--no-input")
    #expect(result.exit == 0, "\(time): \(result.error)")
    victim.checkInvariants(time)
    let told = victim.program.run("audit", "verify").output.contains("the clock went back at line ")
    #expect(
      told == ["-1h", "-10y", "@2026-10-25 02:59:59", "@2026-03-29 01:59:59", "@2016-12-31 23:59:60"].contains(time))
    let ends = victim.records.filter { $0["event"] as? String == "node.finished" }
    #expect(ends.count == 4)
    for end in ends {
      let duration = try #require(end["duration_ms"] as? Int)
      #expect((0..<50_000).contains(duration), "\(time): \(end)")
    }
    let times = Set(victim.records.compactMap { ($0["time"] as? String)?.prefix(4) })
    if time.hasSuffix("10y") { #expect(times.count == 2, "the calendar did jump: \(times)") }
    Torture.tell("T19", 1, "jump of the clock: \(time)")
  }
}
