import Foundation
import TestSupport
import Testing

/// Receivers that are slow, hang, refuse, fail or want to be left alone: the run does not mind, and nothing is lost.
@Suite("Receivers in trouble")
struct DegradationTests {
  private static func runbook(_ url: String, more: String = "") -> String {
    """
    [runbook.notify.ops]
    kind = "webhook"
    url = "\(url)"
    on = ["run.started", "node.succeeded", "run.succeeded"]
    \(more)
    [deploy]
    command = "true"
    """
  }

  static let answers: [(name: String, answer: LoopbackAnswer, reason: String)] = [
    ("failing", LoopbackAnswer(status: 500), "status 500"),
    ("gone", LoopbackAnswer(status: 404, body: "no_service"), "status 404: no_service"),
    ("limiting", LoopbackAnswer(status: 429, headers: ["Retry-After": "3600"]), "status 429"),
    ("hanging up", .hangUp, "the connection broke"),
    ("endless", LoopbackAnswer(body: String(repeating: "x", count: 1 << 20)), "the answer is larger than 64 KiB"),
  ]

  @Test("the run succeeds, says it once, keeps everything, and delivers it later", arguments: answers.indices)
  func lost(_ number: Int) throws {
    let sample = Self.answers[number]
    let isMended = Locked(false)
    let receiver = Receiver { _ in isMended.withLock { $0 } ? LoopbackAnswer(body: "ok") : sample.answer }
    let program = Program.notifying(Self.runbook("{{ secrets.HOOK }}"), hook: receiver.url)
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.components(separatedBy: "warning:").count == 2)
    #expect(result.error.contains("channel `ops` was not told: \(sample.reason)"), "\(result.error)")
    #expect(program.outbox.sorted() == ["ops node.succeeded", "ops run.started", "ops run.succeeded"])
    #expect(program.records("notify.failed").count == 3 && program.records("notify.sent").isEmpty)
    #expect(!SecretTraces.all(of: program, result).contains("hunter2"))
    let early = program.run("notify", "flush")
    #expect(early.exit == 1 && early.output == "0 delivered, 3 left\n")
    isMended.withLock { $0 = true }
    let before = receiver.server.requests.count
    let flush = program.run("notify", "flush")
    #expect(flush.exit == 0 && flush.output == "3 delivered, 0 left\n", "\(flush.error)")
    #expect(program.outbox.isEmpty && program.records("notify.sent").count == 3)
    let keys = receiver.server.requests.dropFirst(before).compactMap { $0.header("Idempotency-Key") }
    #expect(Set(keys).count == 3 && keys.count == 3)
    #expect(program.run("notify", "flush").output == "nothing to deliver\n")
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a receiver that never answers holds nothing up but the last ten seconds")
  func hanging() throws {
    let release = DispatchSemaphore(value: 0)
    let arguments = Locked("")
    let receiver = Receiver { _ in
      arguments.withLock { $0 += Self.allArguments }
      release.wait()
      return .hangUp
    }
    let program = Program.notifying(Self.runbook("{{ secrets.HOOK }}"), hook: receiver.url)
    let running = program.start("run")
    // The end is on record, and said, although nobody has answered.
    #expect(running.waitForError("succeeded in"))
    #expect(program.records("run.finished").count == 1)
    let result = running.wait()
    for _ in 0..<10 { release.signal() }
    #expect(result.exit == 0 && result.error.components(separatedBy: "warning:").count == 2)
    #expect(program.outbox.sorted() == ["ops node.succeeded", "ops run.started", "ops run.succeeded"])
    #expect(arguments.withLock { $0 }.contains("curl") && !arguments.withLock { $0 }.contains("hunter2"))
    let duration = try #require(program.records("run.finished").first?.firstMatch(of: /"duration_ms":(\d+)/)?.1)
    #expect(try #require(Int(duration)) < 5000)
  }

  /// The arguments of every process of this machine.
  private static var allArguments: String {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { Int($0) != nil }.compactMap { process in
      FileManager.default.contents(atPath: "/proc/\(process)/cmdline").map { String(decoding: $0, as: UTF8.self) }
    }.joined(separator: "\n")
  }

  @Test("somebody who asks to end need not wait for a receiver that hangs")
  func interrupted() {
    let release = DispatchSemaphore(value: 0)
    let receiver = Receiver { _ in
      release.wait()
      return .hangUp
    }
    let program = Program.notifying(Self.runbook("{{ secrets.HOOK }}"), hook: receiver.url)
    let running = program.start("run")
    #expect(running.waitForError("succeeded in"))
    running.signal(SIGINT)
    let result = running.wait()
    for _ in 0..<10 { release.signal() }
    #expect(result.exit == 0 && program.outbox.count == 3)
  }

  @Test("another channel stands in for one that fails")
  func fallback() {
    let (receiver, backup) = (Receiver(LoopbackAnswer(status: 403)), Receiver())
    let program = Program.notifying(
      Self.runbook(
        "{{ secrets.HOOK }}",
        more:
          "fallback = \"backup\"\n[runbook.notify.backup]\nkind = \"webhook\"\nurl = \"\(backup.server.url())\"\non = \"run.halted\""
      ),
      hook: receiver.url)
    let result = program.run("run")
    #expect(result.exit == 0 && result.error.contains("channel `ops` fails, `backup` is told instead: status 403"))
    #expect(
      backup.messages.map { $0["event"] as? String }.compactMap { $0 }.sorted() == [
        "node.succeeded", "run.started", "run.succeeded",
      ])
    #expect(program.outbox.isEmpty && receiver.messages.count == 1)
    #expect(program.records("notify.sent").allSatisfy { $0.contains("\"stands_in_for\":\"ops\"") })
  }

  @Test("what was sent and not taken out of the outbox, because of a kill, is not sent again")
  func killedFlush() {
    let isMended = Locked(false)
    let receiver = Receiver { _ in LoopbackAnswer(status: isMended.withLock { $0 } ? 200 : 410) }
    let program = Program.notifying(Self.runbook("{{ secrets.HOOK }}"), hook: receiver.url)
    #expect(program.run("run").exit == 0)
    let outbox = program.folder.read(".pyflow/outbox.jsonl") ?? ""
    isMended.withLock { $0 = true }
    #expect(program.run("notify", "flush").output == "3 delivered, 0 left\n")
    let count = receiver.server.requests.count
    program.folder.write(outbox + "{\"version\":1,\"torn", to: ".pyflow/outbox.jsonl", mode: 0o600)
    let again = program.run("notify", "flush", "--json")
    #expect(again.output.contains("\"delivered\":0,\"left\":0,\"others\":1"))
    #expect(receiver.server.requests.count == count)
    // What is no entry stays, for a person to look at.
    #expect(program.folder.read(".pyflow/outbox.jsonl") == "{\"version\":1,\"torn\n")
  }
}
