import Planning
import TestSupport
import Testing
import Values

@testable import Audit
@testable import Running

/// What a record has no room for.
@Suite("Values too large for a record")
struct AuditSpillTests {
  private static func encoder() -> AuditEncoder {
    AuditEncoder(plan: Reading.plan("[build]\ncommand = \"make\"").plan, run: "RUN")
  }

  private static func started(_ command: String) -> RunEvent {
    let program = ProcessAction.Program.shell(arguments: ["sh", "-c"], text: command)
    let action = ProcessAction(program: program, workingDirectory: "/", captureLimit: 0)
    return .started(node: 0, attempt: 1, action: .process(action))
  }

  @Test("a long command goes to a file; the record has its path, size and digest")
  func command() {
    let command = String(repeating: "echo ä;", count: 4000)
    var encoder = Self.encoder()
    let body = encoder.body(of: Self.started(command)).map { String(decoding: $0, as: UTF8.self) }
    let digest = SHA256.hash(Array(command.utf8)).hex
    #expect(
      body == #""run":"RUN","event":"node.started","node":"build","attempt":1,"kind":"Command","#
        + #""command":{"path":".pyflow/runs/RUN/build.1.command","bytes":32000,"sha256":"\#(digest)"}"#)
    #expect(encoder.takeSpills() == [AuditSpill(name: "build.1.command", bytes: Array(command.utf8))])
    #expect(encoder.takeSpills().isEmpty)
  }

  @Test("what an instance is called is no part of a path")
  func instance() {
    var encoder = AuditEncoder(
      plan: Reading.plan("[build]\nforeach = [\"../../x\"]\ncommand = \"make\"").plan, run: "RUN")
    _ = encoder.body(of: Self.started(String(repeating: "x", count: 40_000)))
    #expect(encoder.takeSpills().map(\.name) == ["0.1.command"])
  }

  @Test("what fits as text may not fit when it is escaped")
  func escapes() {
    var encoder = Self.encoder()
    let controls = String(repeating: "\u{1}", count: 10_000)
    let body = encoder.body(of: Self.started(controls))
    #expect((body?.count ?? .max) < 1000)
    #expect(encoder.takeSpills().map(\.bytes.count) == [10_000])
    #expect(encoder.body(of: Self.started(String(repeating: "x", count: 10_000)))?.count ?? 0 > 10_000)
    #expect(encoder.takeSpills().isEmpty)
  }

  @Test("no event makes a record larger than any may be", arguments: ["x", "\"", "\u{1}", "ä", "\n"])
  func bounded(piece: String) {
    var encoder = Self.encoder()
    for length in [100, 5000, 12_000, 12_300, 40_000, 200_000] {
      let text = String(repeating: piece, count: length)
      let failed = NodeFinish(
        node: 0, attempt: 1, status: .failed, reason: .thrown(text), isAllowed: false, duration: .zero, result: nil)
      let events: [RunEvent] = [
        Self.started(text), .finished(failed),
        .approvalRequested(ApprovalRequest(node: 0, question: Question(text: text))),
        .passedOver(node: 0, status: .skipped, reason: .conditionFalse(text)),
      ]
      for event in events {
        let line = AuditSample.lines([Array(encoder.body(of: event) ?? [])])[0]
        #expect(line.count <= AuditLine.maximumSize, "\(length) × \(piece.debugDescription)")
        #expect(AuditRecord(line.dropLast()) != nil)
      }
    }
  }

  @Test("a cut reason stays text")
  func reason() {
    var encoder = Self.encoder()
    let reason = Reason.thrown(String(repeating: "ä", count: 20_000))
    let body = Array(encoder.body(of: .passedOver(node: 0, status: .failed, reason: reason)) ?? [])
    let record = AuditRecord(AuditSample.lines([body])[0].dropLast())
    #expect(record?[.reason]?.map?["message"]?.string == String(repeating: "ä", count: 1024) + "…")
  }
}
