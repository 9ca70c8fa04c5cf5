internal import Audit
internal import Effects
internal import Running
internal import Text

/// `pyflow lock break`.
struct LockBreakVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    if invocation.arguments.isEmpty { throw UsageProblem.missingLock }
    guard let inventory = console.lockInventory() else { return .refused }
    var code = ExitCode.succeeded
    for name in invocation.arguments {
      let outcome = try free(name, in: inventory)
      if code == .succeeded || outcome == .notWritten { code = outcome }
    }
    return code
  }

  /// Frees one lock.
  private func free(_ name: String, in inventory: LockInventory) throws(ResultNotWritten) -> ExitCode {
    let holder: LockHolder?
    do throws(LockInventory.Refusal) { holder = try inventory.breakReservation(of: name) } catch {
      explain(error, OutputText.oneLine(name))
      return .refused
    }
    try console.result(OutputText.oneLine("lock `\(name)` is free; it was \(LockHolder.words(holder))") + "\n")
    return record(name, holder)
  }

  /// Records it in the audit file of the run that the lock was reserved for, as long as there is one (design 5.8).
  private func record(_ lock: String, _ holder: LockHolder?) -> ExitCode {
    guard let holder, Folder.exists(holder.audit) else {
      console.warn("the audit file of the run is not there, so this is recorded nowhere")
      return .succeeded
    }
    let person = UserDatabase.currentPerson(console.environment)
    let date = SystemClock.date()
    do {
      let writer = try AuditWriter(path: holder.audit, warn: console.warn)
      try writer.write(at: date) {
        $0.seal(AuditLockBreak.body(of: lock, reservedFor: holder.run, by: person), at: date)
      }
      return .succeeded
    } catch {
      return console.notWritten(error, holder.audit)
    }
  }

  private func explain(_ refusal: LockInventory.Refusal, _ lock: String) {
    switch refusal {
    case .notReserved: console.complain("lock `\(lock)` is reserved for nobody", hint: "pyflow lock list tells what is")
    case .held(let holder):
      console.complain(
        "lock `\(lock)` is \(OutputText.oneLine(LockHolder.words(holder)))",
        hint: "a run that goes on keeps its locks; end that run")
    case .system(let error): console.complain("the lock cannot be freed: \(error.message)")
    }
  }
}
