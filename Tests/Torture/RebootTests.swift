import Foundation
import TestSupport
import Testing

/// Runs whose machine was started anew before they are taken up (T11).
@Suite("T11: a machine that was started anew")
struct RebootTests {
  @Test(
    "leaves nobody to wait for: what may run twice does, without a question",
    arguments: 0..<Torture.count(2, long: 20, nightly: 200))
  func reboot(seed: Int) throws {
    guard Machine.isSuperuser(for: "another boot id"), Machine.has("unshare", for: "another boot id") else { return }
    var random = SeededRandom(seed: UInt64(seed))
    var victim = Victim()
    let running = victim.program.start("run", "--no-input")
    let count = Int.random(in: 4...16, using: &random)
    while running.isRunning, victim.lineCount < count {}
    running.signal(SIGKILL)
    _ = running.wait()
    // In a mount namespace of its own the kernel tells another boot id.
    victim.program.folder.write("11111111-2222-3333-4444-\(100_000_000_000 + seed)\n", to: "boot_id")
    victim.program.wrapper = [
      "unshare", "-m", "sh", "-c", "mount --bind boot_id /proc/sys/kernel/random/boot_id && exec \"$@\"", "sh",
    ]
    victim.endsAsUndisturbed("seed \(seed)")
    let boots = Set(victim.records.compactMap { ($0["who"] as? [String: Any])?["boot"] as? String })
    #expect(boots.count == (count < 22 && boots.count == 1 ? 1 : 2), "seed \(seed): \(boots)")
  }
}
