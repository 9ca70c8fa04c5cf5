import Audit
import Effects
import Foundation
import Planning
import Running
import TestSupport
import Testing

@testable import Commands

/// Runs on a disk on which the n-th call of a kind fails, for every n up to the first that is never made (design 6).
@Suite("A disk that fails")
struct FailingDiskTests {
  private static let plan = Reading.plan(
    """
    [runbook]
    rollback = "never"
    [a]
    command = "work"
    idempotent = true
    [b]
    command = "work"
    idempotent = true
    rollback = "undo"
    depends_on = []
    [c]
    command = "work"
    idempotent = true
    depends_on = ["a", "b"]
    [d]
    command = "work"
    idempotent = true
    """
  ).plan

  /// What can happen to which calls.
  private static let faults: [(kind: FaultyCalls.Kind, fault: FaultyCalls.Fault)] = [
    (.write, .error(ENOSPC)), (.write, .error(EIO)), (.write, .error(EDQUOT)), (.write, .half), (.write, .full),
    (.sync, .error(EIO)), (.sync, .error(ENOSPC)), (.lock, .error(ENOLCK)), (.read, .error(EIO)),
    (.open, .error(EMFILE)),
    (.truncate, .error(EIO)), (.file, .error(ENOSPC)),
  ]

  @Test(
    "stops the run before anything that is not on record, and the run goes on afterwards", arguments: faults.indices)
  func fails(index: Int) throws {
    let (kind, fault) = Self.faults[index]
    var number = 1
    while try check(FaultyCalls(kind, number: number, fault), "\(kind) \(number) \(fault)") { number += 1 }
    #expect(number > 1, "\(kind) is never called")
  }

  /// Whether the fault was reached.
  private func check(_ calls: FaultyCalls, _ name: String) throws -> Bool {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/deploy.audit.jsonl"
    // What an earlier crash has left is repaired first.
    folder.write("{\"seq\":1,\"ti", to: "deploy.audit.jsonl")
    let watch = RecordedRehearsal.Watch()
    let run = RecordedRehearsal(plan: Self.plan, scripts: [:], path: path, folder: folder.path, watch: watch)
    func content() -> [UInt8] { folder.readData("deploy.audit.jsonl").map(Array.init) ?? [] }
    watch.willStart = { node in
      let isRecorded = Self.started(content()).contains(node.id)
      #expect(isRecorded && !Self.hasFailed(calls), "\(node.id) starts after \(name)")
    }
    do {
      let finish = try run.goOn(from: [], on: calls)
      #expect(finish.status == .succeeded, "\(name)")
      // Half a write is made whole by another one.
      if calls.hasFailed { #expect(name.hasSuffix("half"), "\(name) is not noticed") }
      return calls.hasFailed
    } catch {
      #expect(AuditFailureText.isKnown(error), "\(name): \(error)")
    }
    #expect(calls.syncsAfterFailure == 0, "\(name): a sync that failed is never tried again")
    #expect(AuditVerification.of(content()).damage == nil, "\(name)")
    watch.willStart = { _ in }
    let last = try run.goOn(from: content(), on: SystemFileCalls())
    #expect(last.status == .succeeded, "\(name)")
    let verification = AuditVerification.of(content())
    #expect(verification.damage == nil && verification.torn == nil, "\(name)")
    #expect(watch.started.count <= 8 && Set(watch.started) == ["a", "b", "c", "d"], "\(name): \(watch.started)")
    return true
  }

  /// Half a write is no failure.
  private static func hasFailed(_ calls: FaultyCalls) -> Bool { calls.hasFailed && !calls.isHarmless }

  private static func started(_ bytes: [UInt8]) -> Set<String> {
    var ids: Set<String> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let record = AuditRecord(line), record.kind == .nodeStarted, let id = record[.node]?.string { ids.insert(id) }
    }
    return ids
  }
}
