import Foundation
import TestSupport
import Testing

/// Servers that do what no decent server does (T21): every request ends in time, and says what was wrong.
@Suite("T21: hostile servers")
struct HostileServerTests {
  /// How long an attempt may take in these runs, in milliseconds.
  private static let timeout = 1000

  @Test("each ends as the right kind of failure, in time", arguments: 0..<Torture.count(1, long: 20, nightly: 200))
  func cases(round: Int) throws {
    let cases = HostileCase.all
    let servers = cases.map { entry in
      let port = Locked(0)
      let server = HostileServer(readsFirst: entry.readsFirst) { head in entry.script(head, port.withLock { $0 }) }
      port.withLock { $0 = server.port }
      return server
    }
    let victim = Victim(Self.runbook(cases, servers))
    let result = victim.program.run("run", "--no-input", "--quiet", "--jobs", "8")
    #expect(result.exit == 1, "\(result.error)")
    let ends = Dictionary(grouping: victim.records.filter { $0["event"] as? String == "node.finished" }) {
      $0["node"] as? String ?? ""
    }
    var longest = 0
    for (index, entry) in cases.enumerated() {
      let end = try #require(ends["n\(index)"]?.first, "\(entry.name): \(result.error)")
      let reason = end["reason"] as? [String: Any]
      #expect(reason?["code"] as? String == entry.code, "\(entry.name): \(reason ?? [:])")
      let duration = end["duration_ms"] as? Int ?? 0
      if entry.code == "timeout" { longest = max(longest, duration) }
      // A loaded machine is late; a broken deadline is later.
      #expect(duration < 5 * Self.timeout, "\(entry.name) took \(duration) ms")
      if entry.code == "timeout" { #expect(duration >= Self.timeout, "\(entry.name) took \(duration) ms") }
    }
    victim.checkInvariants("hostile servers")
    for server in servers { server.stop() }
    Torture.tell("T21", cases.count, "things that a server did; the latest deadline of 1000 ms after \(longest) ms")
  }

  private static func runbook(_ cases: [HostileCase], _ servers: [HostileServer]) -> String {
    let nodes = zip(cases, servers).enumerated().map { index, pair in
      let (entry, server) = pair
      let url =
        entry.target.hasPrefix("http://")
        ? entry.target : entry.target == "https" ? "https://127.0.0.1:\(server.port)/" : server.url(entry.target)
      return """
        [n\(index)]
        url = "\(url)"
        timeout = "\(timeout)ms"
        max_bytes = 100000
        depends_on = []
        \(entry.keys)
        """
    }
    return "[runbook]\non_failure = \"continue\"\n" + nodes.joined(separator: "\n")
  }

  @Test("an endless body costs no memory", arguments: ["", "save_to = \"answer\""])
  func memory(keys: String) throws {
    let server = HostileServer { _ in
      [.text(HostileCase.start + "\r\n"), .flood([UInt8](repeating: 0x78, count: 64 << 10))]
    }
    var victim = Victim("[a]\nurl = \"\(server.url())\"\n\(keys)\n")
    // The most of any process of the tree, curl's included.
    let measure = """
      import resource, subprocess, sys
      code = subprocess.call(sys.argv[1:])
      open("peak", "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
      sys.exit(code)
      """
    victim.program.wrapper = ["python3", "-c", measure]
    let result = victim.program.run("run", "--no-input", "--quiet")
    #expect(result.exit == 1 && result.error.contains("the answer is larger than 10485760 bytes"), "\(result.error)")
    let peak = try #require(Int(victim.program.folder.read("peak") ?? ""))
    #expect(peak <= 64 << 10, "\(peak) KiB")
    #expect(victim.program.folder.read("answer") == nil)
    Torture.tell("T21", 1, "endless body\(keys.isEmpty ? "" : ", saved"): \(peak / 1024) MiB at most")
    server.stop()
  }
}
