import Foundation
import TestSupport
import Testing

/// A runbook that is run, killed or harmed, taken up again, and then held to what must hold whatever happened to it.
struct Victim {
  /// Four nodes, three levels, an output that is read: every node may be done twice.
  static let diamond = """
    [a]
    command = "echo a >> log"
    idempotent = true
    [b]
    command = "echo b >> log; echo out-b"
    idempotent = true
    depends_on = "a"
    [c]
    command = "echo c >> log"
    idempotent = true
    depends_on = "a"
    [d]
    command = "echo d-{{ nodes.b.stdout | trim }} >> log"
    idempotent = true
    depends_on = ["b", "c"]
    """

  private static let auditName = "deploy.audit.jsonl"
  var program: Program

  init(_ runbook: String = diamond) { program = Program(runbook) }

  /// The records that are whole, in order.
  var records: [[String: Any]] {
    (program.folder.readData(Self.auditName) ?? Data()).split(separator: UInt8(ascii: "\n")).compactMap {
      try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
  }

  /// How many whole lines the audit has.
  var lineCount: Int { program.folder.readData(Self.auditName)?.count { $0 == UInt8(ascii: "\n") } ?? 0 }

  /// Whether a run is on record: its start, and its whole plan.
  var hasBegun: Bool { records.contains { $0["event"] as? String == "run.plan" } }

  /// Goes on after whatever happened, without a person, until the run has ended.
  func goOn() -> Program.Result { program.run([hasBegun ? "resume" : "run", "--no-input"]) }

  /// Goes on, and holds the end to that of an undisturbed run of `diamond`.
  func endsAsUndisturbed(_ what: String) {
    let last = goOn()
    #expect(last.exit == 0, "\(what): \(last.error)")
    #expect(program.folder.read("log")?.hasSuffix("d-out-b\n") == true, "\(what)")
    #expect(Set(succeeded) == ["a", "b", "c", "d"], "\(what)")
    checkInvariants(what)
  }

  /// The nodes whose success is on record, in order.
  var succeeded: [String] {
    records.filter { $0["event"] as? String == "node.finished" && $0["status"] as? String == "succeeded" }
      .compactMap { $0["node"] as? String }
  }

  /// What holds after every torture: the record is sound, nothing ran again that had ended, and nothing is left running.
  func checkInvariants(_ what: String) {
    if lineCount > 0 {
      let verified = program.run("audit", "verify")
      #expect(verified.exit == 0, "\(what): I1 the record is sound: \(verified.output)\(verified.error)")
    }
    #expect(startedAfterTheirEnd.isEmpty, "\(what): I3 nothing that had ended ran again")
    #expect(Self.processes(with: "PYFLOW_RUN_ID", of: runs).isEmpty, "\(what): I6 nothing is left running")
  }

  /// Holds every end that people were told of to the records.
  func checkTold(_ error: String, _ what: String) {
    for line in error.split(separator: "\n") where line.hasPrefix("✓ ") {
      let node = line.dropFirst(2).prefix { $0 != " " }
      #expect(succeeded.contains(String(node)), "\(what): I2 the end of \(node) was told, so it is on record")
    }
  }

  private var runs: Set<String> { Set(records.compactMap { $0["run"] as? String }) }

  /// The nodes that started once more after the record of their success.
  private var startedAfterTheirEnd: [String] {
    var ended: Set<String> = []
    var again: [String] = []
    for record in records {
      guard let run = record["run"] as? String, let node = record["node"] as? String else { continue }
      let event = record["event"] as? String
      if event == "node.started", ended.contains(run + node) { again.append(node) }
      if event == "node.finished", record["status"] as? String == "succeeded" { ended.insert(run + node) }
      if event == "node.renewed" { ended.remove(run + node) }
    }
    return again
  }

  /// The living processes in whose environment a variable has one of the values.
  static func processes(with name: String, of values: Set<String>) -> [Int32] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
    return numbers.filter { number in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ") else { return false }
      return environment.split(separator: 0).contains { entry in
        let text = String(decoding: entry, as: UTF8.self)
        return text.hasPrefix(name + "=") && values.contains(String(text.dropFirst(name.count + 1)))
      }
    }
  }
}
