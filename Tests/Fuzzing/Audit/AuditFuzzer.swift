import Audit
import Planning
import Reports
import Running
import Text
import Values

/// Any bytes as an audit file; or, behind a blank, as the bodies of records that are linked as they should be.
///
/// They are read, checked, folded and shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func auditAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  read(bytes.first == UInt8(ascii: " ") ? linked(bytes.dropFirst()) : bytes)
  return 0
}

private func linked(_ bodies: ArraySlice<UInt8>) -> [UInt8] {
  var chain = AuditChain.start
  var file: [UInt8] = []
  for body in bodies.split(separator: UInt8(ascii: "\n")) {
    chain.seal(body, at: Timestamp(milliseconds: 1_790_000_000_000), into: &file)
  }
  return file
}

private func read(_ file: [UInt8]) {
  var verification = AuditVerification()
  verification.update(file)
  verification.finish()
  var history = HistoryReader()
  var splitter = LineSplitter()
  var lines: [[UInt8]] = []
  splitter.take(file[...]) { lines.append(Array($0)) }
  for line in lines { history.add(line[...]) }
  // A line that is too long is found before its end, and zeros count by what follows them in whole lines.
  if let damage = verification.damage, damage.kind != .tooLong, !file.contains(0) {
    precondition(history.damages.first?.line == damage.line, "both find the same place")
    precondition(history.damages.first?.offset == damage.offset, "both find the same byte")
  }
  _ = AuditTail.read(file.suffix(AuditTail.neededBytes).map { $0 }, isWholeFile: file.count <= AuditTail.neededBytes)
  for run in history.runs { fold(run, lines) }
}

private func fold(_ run: RunHistory, _ lines: [[UInt8]]) {
  var start = RunStart(of: run.id)
  var logs = RunLogs(of: run.id)
  var results = RecordedResults()
  for line in lines {
    results.add(line[...])
    guard let record = AuditRecord(line[...]) else { continue }
    start.add(record)
    logs.add(record)
  }
  _ = run.past([:]) { Person(name: "user", userID: $0) }
  _ = run.process?.isAlive(boot: "boot") { _ in 1 }
  let arguments = RunArguments(file: "deploy.toml", run: run.id, auditPath: "deploy.audit.jsonl")
  for isAlive in [false, true] {
    let standing = RunStanding(
      run: run, isAlive: isAlive, locks: [], lastLines: [:], arguments: arguments, exitCode: 0,
      now: Timestamp(milliseconds: 1_790_000_000_000))
    let text = StatusText.render(standing, style: .plain) + HistoryText.detail(run, style: .plain)
    precondition(!text.unicodeScalars.contains("\u{1B}"), "nothing steers a terminal")
    _ = StatusJSON.render(standing)
  }
}
