import Foundation
import TestSupport
import Testing

/// The system's own calls of a run, of which the k-th fails (T6).
@Suite("T6: a system call that fails")
struct InjectedErrorTests {
  private static let faults: [(call: String, what: String, most: Int)] = [
    ("write", "error=EIO", 40), ("write", "error=ENOSPC", 40), ("write", "error=EINTR", 40),
    ("fdatasync", "error=EIO", 6), ("fdatasync", "error=ENOSPC", 6), ("flock", "error=ENOLCK", 20),
    ("pread64", "error=EIO", 6), ("ftruncate", "error=EIO", 2),
  ]

  @Test("ends the run or does not matter, and the run goes on", arguments: faults.indices)
  func fails(index: Int) throws {
    guard Machine.has("strace", for: "system calls that fail") else { return }
    let (call, fault, most) = Self.faults[index]
    let numbers = Array(stride(from: 1, through: most, by: Torture.count(max(1, most / 3), long: 1, nightly: 1)))
    for number in numbers {
      var victim = Victim()
      let what = "\(call) \(number) \(fault)"
      victim.program.wrapper = [
        "strace", "-qq", "-o", "calls", "-e", "trace=\(call)", "-e", "inject=\(call):\(fault):when=\(number)",
      ]
      let result = victim.program.run("run", "--no-input")
      // 127 is the loader's, which reads too.
      #expect([0, 1, 74, 127].contains(result.exit), "\(what): \(result.exit) \(result.error)")
      if call == "fdatasync" { #expect(syncsAfterFailure(victim) == 0, "\(what): a failed sync is never tried again") }
      victim.program.wrapper = []
      if result.exit != 0 { victim.endsAsUndisturbed(what) } else { victim.checkInvariants(what) }
    }
    Torture.tell("T6", numbers.count, "calls of \(call) with \(fault)")
  }

  private func syncsAfterFailure(_ victim: Victim) -> Int {
    let lines = (victim.program.folder.read("calls") ?? "").split(separator: "\n")
    guard let failed = lines.firstIndex(where: { $0.contains("(INJECTED)") }) else { return 0 }
    return lines[(failed + 1)...].count
  }
}
