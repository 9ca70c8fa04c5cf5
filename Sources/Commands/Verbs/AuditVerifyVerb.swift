internal import Audit
internal import Effects
internal import Text
internal import Values

/// `pyflow audit verify`.
struct AuditVerifyVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    var verification = AuditVerification()
    do throws(FileReader.Failure) {
      try FileReader.readPieces(argument.path) { verification.update($0) }
    } catch {
      return argument.unreadable(error, console)
    }
    verification.finish()
    if invocation.has(.json) {
      try console.result(json(verification, argument.path))
    } else {
      try tell(verification, argument.path)
    }
    return verification.damage == nil ? .succeeded : .auditDamaged
  }

  private func tell(_ verification: AuditVerification, _ path: String) throws(ResultNotWritten) {
    guard let damage = verification.damage else {
      if invocation.has(.quiet) { return }
      let open = verification.openRuns.isEmpty ? "" : ", \(verification.openRuns.count) of its runs not ended"
      try console.result("\(path): sound, \(verification.chain.sequence) records\(open)\n")
      if let torn = verification.torn {
        try console.result(
          "  the last \(torn.bytes) bytes, from line \(torn.line) and byte \(torn.offset) on, are of a record that was never finished, "
            + "as a crash leaves it; the next run sets them aside\n")
      }
      if let line = verification.clockSteps.line {
        let count = verification.clockSteps.count
        try console.result(
          "  the clock went back\(count == 1 ? "" : " \(count) times, first") at line \(line); the records are in the order of the file\n"
        )
      }
      try console.result("head \(verification.chain.head.hex)\n")
      try console.result("  records cut off at the end do not show; keep the head elsewhere to see that\n")
      return
    }
    console.say(
      "\(path):\(damage.line): \(console.errorStyle.paint("error:", .error)) \(damage.kind.message) [audit.damaged]\n"
    )
    console.say(
      "  = note: the line begins at byte \(damage.offset); the \(verification.chain.sequence) records before it are sound\n"
    )
  }

  private func json(_ verification: AuditVerification, _ path: String) -> String {
    JSONStream.document("pyflow.verification/1") { stream in
      stream.member("audit", path)
      stream.member("sound", verification.damage == nil)
      stream.member("records", verification.chain.sequence)
      stream.member("head", verification.chain.head.hex)
      stream.member("open_runs", verification.openRuns.count)
      if let line = verification.clockSteps.line {
        stream.object("clock_steps") { stream in
          stream.member("count", verification.clockSteps.count)
          stream.member("line", line)
        }
      }
      if let torn = verification.torn {
        stream.object("torn") { stream in
          stream.member("line", torn.line)
          stream.member("offset", torn.offset)
          stream.member("bytes", torn.bytes)
        }
      }
      if let damage = verification.damage {
        stream.object("damage") { stream in
          stream.member("message", damage.kind.message)
          stream.member("line", damage.line)
          stream.member("offset", damage.offset)
        }
      }
    }
  }
}
