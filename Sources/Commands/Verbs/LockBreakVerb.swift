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
    for name in invocation.arguments where try !free(name, in: inventory) { code = .refused }
    return code
  }

  /// Frees one lock; false if it cannot be.
  private func free(_ name: String, in inventory: LockInventory) throws(ResultNotWritten) -> Bool {
    let holder: LockHolder?
    do throws(LockInventory.Refusal) { holder = try inventory.breakReservation(of: name) } catch {
      explain(error, OutputText.oneLine(name))
      return false
    }
    try console.result(OutputText.oneLine("lock `\(name)` is free; it was \(LockHolder.words(holder))") + "\n")
    return true
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
