internal import Effects
internal import Reports
internal import Text

/// `pyflow lock list`.
struct LockListVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    guard let inventory = console.lockInventory() else { return .refused }
    let locks = inventory.entries.map {
      LockReport.Lock(resource: $0.resource, holder: $0.holder, isReserved: $0.isReserved)
    }
    try console.result(invocation.has(.json) ? LockReport.json(locks) : LockReport.text(locks))
    return .succeeded
  }
}
