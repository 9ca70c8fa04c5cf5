internal import Effects
internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// Why a secret has no value that can be used; never with what was found.
struct SecretProblem: Problem {
  /// What it is.
  enum Kind {
    case failed(SecretReader.Failure)
    case tooShort
    case short
  }

  let secret: PlanSecret
  let kind: Kind

  var id: String {
    switch kind {
    case .failed(.absent): "secret.missing"
    case .failed(.notText), .failed(.containsNUL): "secret.encoding"
    case .failed(.shared): "secret.file-mode"
    case .failed(.tooLarge), .tooShort: "secret.length"
    case .failed: "secret.unreadable"
    case .short: "secret.short"
    }
  }

  var severity: Severity {
    if case .short = kind { .warning } else { .error }
  }

  var message: String { "secret `\(secret.name)` \(predicate)" }

  private var predicate: String {
    switch kind {
    case .failed(.absent): "has no value: \(absence)"
    case .failed(.unreadable(let failure)):
      "cannot be read from \(secret.provider.text): \(FileProblem(failure: failure, what: "secret").message)"
    case .failed(.shared(_, let mode)):
      "stands in \(secret.provider.text), which others than its owner have rights on (mode \(Self.octal(mode)))"
    case .failed(.couldNotStart(let message)): "cannot be had: \(message)"
    case .failed(.storeUnusable(let failure)): "cannot be had: \(failure.message)"
    case .failed(.failed(let code, let signal, _)):
      "cannot be had: its command "
        + (signal == 0 ? "failed with exit code \(code)" : "was ended by signal \(signal)")
    case .failed(.timedOut):
      "cannot be had: its command has not ended within \(DurationText.format(SecretReader.commandLimit))"
    case .failed(.interrupted(let signal)): "cannot be had: \(signal.rawValue) came"
    case .failed(.tooLarge): "has more than \(SecretReader.largest >> 10) KiB"
    case .failed(.notText): "is not UTF-8 text"
    case .failed(.containsNUL): "contains a NUL byte"
    case .tooShort: "is too short to be kept out of what is shown"
    case .short: "is so short that it may turn up in output by chance"
    }
  }

  private var absence: String {
    switch secret.provider {
    case .environment(let name): "the environment has no `\(name)`, or an empty one"
    case .file(let path): "there is no file \(path), or an empty one"
    case .command: "its command has printed nothing"
    case .store(let key): "the key-value store has no secret `\(key)`"
    }
  }

  private static func octal(_ mode: Int) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  var hint: String? {
    switch (kind, secret.provider) {
    case (.failed(.absent), .environment(let name)):
      "set \(name) for pyflow, or write optional = true if the runbook can do without it"
    case (.failed(.absent), .file):
      "relative paths begin at the runbook's folder; write optional = true if it may be missing"
    case (.failed(.absent), .command): "write optional = true if it may print nothing"
    case (.failed(.absent), .store(let key)): "set it: pyflow kv set --secret \(ShellWord.quoted(key))"
    case (.failed(.storeUnusable(let failure)), _): failure.hint
    case (.failed(.shared(let path, _)), _): "chmod 600 \(ShellWord.quoted(path))"
    case (.failed(.tooLarge), _), (.failed(.notText), _), (.failed(.containsNUL), _):
      "a secret is text of at most \(SecretReader.largest >> 10) KiB without NUL; let a program read anything else by itself"
    case (.tooShort, _), (.short, _):
      "a secret has at least \(SecretMask.shortestSecret) bytes, better \(SecretMask.shortestGoodSecret) or more"
    default: nil
    }
  }

  /// What the command said about its failure, line by line.
  var notes: [Diagnostic.Note] {
    guard case .failed(.failed(_, _, let errors)) = kind else { return [] }
    return OutputText.lines(of: errors).filter { !$0.trimmed.isEmpty }.suffix(Self.mostNotes).map {
      Diagnostic.Note("it said: \($0)")
    }
  }

  private static let mostNotes = 5
}
