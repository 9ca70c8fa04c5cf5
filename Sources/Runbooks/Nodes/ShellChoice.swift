public import Templates
public import Values

/// What runs a command string (design 3.1).
public enum ShellChoice: Sendable {
  case sh, bash
  /// A program, which is written out, and its options; the command's text is added as the last argument.
  case custom([Field<String>])

  /// The arguments before the command's text.
  public var arguments: [Field<String>] {
    switch self {
    case .sh: ["sh", "-c"].map { .literal($0) }
    case .bash: ["bash", "-euo", "pipefail", "-c"].map { .literal($0) }
    case .custom(let words): words
    }
  }

  /// Whose quoting rules the command's text follows; nothing for a program that is not known to be a shell.
  ///
  /// `ssh` hands its text to the login shell at the other end, which reads it by the same rules.
  public var dialect: ShellDialect? {
    switch self {
    case .sh: return .sh
    case .bash: return .bash
    case .custom(let words):
      let program = words.first?.literal?.split(separator: "/").last.map(String.init) ?? ""
      if program == "bash" { return .bash }
      return ["sh", "dash", "ash", "ksh", "ssh"].contains(program) ? .sh : nil
    }
  }

  /// The shell's name for messages.
  public var name: String {
    arguments.first?.literal ?? ""
  }

  /// Whether a command without shell syntax may be started without this shell.
  public var isDefault: Bool {
    if case .custom = self { false } else { true }
  }
}
