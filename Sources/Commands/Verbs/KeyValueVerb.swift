internal import Effects
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow kv get`, `pyflow kv list` and `pyflow kv delete`.
struct KeyValueVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let arguments = try KeyValueArguments(invocation, hasValue: false)
    guard let file = try arguments.file(console) else { return .refused }
    do {
      switch invocation.verb {
      case .kvList: return try list(try file.read())
      case .kvDelete: return try delete(arguments.key, in: file)
      default: return try get(arguments.key, in: try file.read())
      }
    } catch let failure as KeyValueFile.Failure {
      return console.explain(failure)
    }
  }

  private func list(_ contents: KeyValueFile.Contents) throws -> ExitCode {
    try console.result(invocation.has(.json) ? StoreReport.json(contents.view) : StoreReport.text(contents.view))
    return .succeeded
  }

  private func get(_ key: String, in contents: KeyValueFile.Contents) throws -> ExitCode {
    let name = OutputText.oneLine(key)
    if contents.secrets.values[key] != nil {
      console.complain(
        "`\(name)` is a secret, and shown nowhere", hint: "a runbook reads it with kv.get_secret('\(name)')")
      return .refused
    }
    guard let value = contents.plain.values[key] else {
      console.complain("there is no `\(name)` in the key-value store")
      return .failed
    }
    if invocation.has(.json) {
      try console.result(StoreReport.json(key, value))
    } else {
      // A program reads it, and gets it as it is.
      try console.result(Array(((String.convert(value) ?? "") + "\n").utf8))
    }
    return .succeeded
  }

  private func delete(_ key: String, in file: KeyValueFile) throws -> ExitCode {
    guard try file.remove(key) else {
      console.complain("there is no `\(OutputText.oneLine(key))` in the key-value store")
      return .failed
    }
    if invocation.has(.json) { try console.result(StoreReport.json(changed: key, isThere: false)) }
    return .succeeded
  }
}

extension KeyValueFile.Contents {
  /// What may be shown of it.
  fileprivate var view: StoreView {
    var view = StoreView()
    view.secretKeys = Set(secrets.values.entries.compactMap(\.key.string))
    view.values = ValueMap(
      plain.values.entries.compactMap { entry in
        entry.key.string.flatMap { view.secretKeys.contains($0) ? nil : ($0, entry.value) }
      })
    return view
  }
}

extension Console {
  /// Says why the store cannot be used; the exit code.
  func explain(_ failure: KeyValueFile.Failure) -> ExitCode {
    complain(OutputText.oneLine(failure.message), hint: failure.hint)
    switch failure {
    case .system: return .notWritten
    case .refused: return .invalid
    default: return .refused
    }
  }
}
