internal import Effects
internal import Reports
internal import Runbooks
internal import Text
internal import Values

/// `pyflow kv set`.
struct KeyValueSetVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let isSecret = invocation.has(.secret)
    if isSecret, invocation.has(.type) { throw UsageProblem.conflict(.secret, .type) }
    let arguments = try KeyValueArguments(invocation, hasValue: !isSecret)
    let type = try type()
    guard let file = try arguments.file(console) else { return .refused }
    do {
      if isSecret {
        guard let text = try secret(arguments.key) else { return .invalid }
        try file.set(secret: arguments.key, to: text)
      } else {
        guard let value = try value(arguments.value, of: type) else { return .invalid }
        try file.set(arguments.key, to: value)
      }
    } catch let failure as KeyValueFile.Failure {
      return console.explain(failure)
    }
    if invocation.has(.json) {
      try console.result(StoreReport.json(changed: arguments.key, isThere: true, isSecret: isSecret))
    }
    return .succeeded
  }

  private func type() throws(UsageProblem) -> VariableType {
    guard let text = invocation.value(of: .type) else { return .string }
    if let type = VariableType(rawValue: text) { return type }
    throw .invalidValue(
      .type, text, expected: "one of \(VariableType.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  /// The value as its type; nothing, after a word, if it is none.
  private func value(_ argument: String, of type: VariableType) throws -> Value? {
    guard let text = argument == KeyValueArguments.standardInput ? input() : argument else { return nil }
    if let value = type.convert(text: text) { return value }
    console.complain("the value must be \(type.name), not `\(OutputText.shortened(OutputText.oneLine(text)))`")
    return nil
  }

  /// The secret that is typed unseen, or comes from elsewhere: never an argument, which everybody on the machine sees.
  private func secret(_ key: String) throws -> String? {
    guard let text = Terminal.canAsk ? try ask(key) : input() else { return nil }
    if text.utf8.count < SecretMask.shortestSecret {
      console.complain(
        "a secret has at least \(SecretMask.shortestSecret) bytes, or it could not be kept out of what is shown")
      return nil
    }
    if text.utf8.count < SecretMask.shortestGoodSecret {
      console.warn("the secret is so short that it may turn up in output by chance")
    }
    return text
  }

  private func ask(_ key: String) throws(VariableQuestions.Interrupted) -> String? {
    switch TerminalLine.readHidden(after: { console.say("\(OutputText.oneLine(key)): ") }) {
    case .text(let text): return text
    case .interrupted: throw VariableQuestions.Interrupted()
    case .end:
      console.complain("nothing was typed, and nothing was changed")
      return nil
    }
  }

  /// The standard input without the newline at its end; nothing, after a word, if it is no text.
  private func input() -> String? {
    var bytes: [UInt8]
    do throws(FileReader.Failure) {
      bytes = try FileReader.standardInput(limit: KeyValueStore.largestValue)
    } catch {
      console.complain("the standard input cannot be read: \(FileProblem(failure: error, what: "value").message)")
      return nil
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) { return text }
    console.complain("the standard input is no text: it must be UTF-8 without NUL")
    return nil
  }
}
