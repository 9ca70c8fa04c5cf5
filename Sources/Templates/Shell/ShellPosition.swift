/// Where in a command a value lands, by the quoting state of the shell text before it.
public enum ShellPosition: Sendable, Equatable {
  /// Outside quotation marks: the value becomes part of one word.
  case bare
  /// Inside `"…"`.
  case doubleQuoted
  /// Inside `"…"`, right after `$NAME`, of which the value must not become a part.
  case doubleQuotedAfterName
  /// Inside `'…'`.
  case singleQuoted
  /// In the body of a here-document in which the shell expands variables.
  case hereDocument
  /// In the body of a here-document that the shell leaves as it is: the delimiter is in quotation marks.
  case literalHereDocument(delimiter: [UInt8], stripsTabs: Bool)
  /// Where no encoding keeps the value from meaning something to the shell.
  case unsafe(Unsafe)

  /// The place of a value that is reached on two ways: the same place, or an unsafe one.
  func combined(with other: ShellPosition) -> ShellPosition {
    if self == other || isUnsafe { return self }
    if isDoubleQuoted, other.isDoubleQuoted { return .doubleQuotedAfterName }
    return other.isUnsafe ? other : .unsafe(.branches)
  }

  /// The place where a reference to the environment can stand instead of a value.
  var forReference: ShellPosition {
    if case .literalHereDocument = self { .unsafe(.secretInLiteralHereDocument) } else { self }
  }

  /// Whether it is the body of a here-document, which may be a script.
  var isInDocument: Bool {
    switch self {
    case .hereDocument, .literalHereDocument: true
    default: false
    }
  }

  private var isDoubleQuoted: Bool { self == .doubleQuoted || self == .doubleQuotedAfterName }

  /// Why a value cannot be inserted.
  public enum Unsafe: Sendable, Equatable {
    case backquotes
    case dollarQuotes
    case arithmetic
    case parameterExpansion
    case afterDollar
    case afterBackslash
    case comment
    case name
    case evaluated(by: String)
    case hereDelimiter
    case expansionInHereDocument
    case secretInLiteralHereDocument
    case unknownCommand
    case option
    case readAgain
    case rawSecret
    case unclear
    case branches
    case unknownShell(String)
  }
}

extension ShellPosition.Unsafe {
  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .backquotes: "a value cannot safely stand in `…`"
    case .dollarQuotes: "a value cannot safely stand in $'…'"
    case .arithmetic: "a value cannot safely stand where the shell does arithmetic"
    case .parameterExpansion: "a value cannot safely stand in ${…}"
    case .afterDollar: "a value cannot safely stand right after `$`"
    case .afterBackslash: "a value cannot safely stand right after a backslash"
    case .comment: "a value cannot safely stand in a shell comment"
    case .name: "a value cannot be the name of a shell variable or function"
    case .evaluated(let word): "`\(word)` runs its arguments as shell code, so no value is safe there"
    case .hereDelimiter: "a value cannot safely be the delimiter of a here-document"
    case .expansionInHereDocument: "a value cannot safely follow $(…), `…` or ${…-…} in a here-document"
    case .secretInLiteralHereDocument:
      "a secret cannot stand in a here-document whose delimiter is quoted, as the shell expands nothing there"
    case .unknownCommand: "a value chooses the command here, so what the command does with this value is not known"
    case .option: "the value before this one may be an option that makes this one code or a name"
    case .readAgain: "the shell reads this value once more: as arithmetic, as the name of a variable, or as code"
    case .rawSecret: "a secret cannot be inserted as shell source"
    case .unclear: "the shell text before this value is too intricate to be sure of its quotation marks"
    case .branches: "the branches before this value leave the shell's quotation marks in different states"
    case .unknownShell(let shell): "the quoting rules of `\(shell)` are not known, so no value is safe in its text"
    }
  }

  /// The alternative.
  public var hint: String {
    switch self {
    case .backquotes: "write $(…), or put the value into a shell variable first: `x={{ NAME }}`, then use \"$x\""
    case .dollarQuotes: "write \"…\" or '…' instead"
    case .arithmetic, .parameterExpansion:
      "compute it in the template: {{ NAME | int + 1 }}"
    case .afterDollar: "insert the value itself, or write \\$ for a dollar sign"
    case .afterBackslash: "write \\\\ for a backslash"
    case .comment: "move it into the node's `description`"
    case .name: "choose between names in the template: {% if … %}"
    case .evaluated(let word):
      word == "-c"
        ? "pass it as an argument: sh -c '… \"$1\" …' sh {{ NAME }}"
        : "call the program itself, or use the variable PYFLOW_VAR_NAME of the environment"
    case .hereDelimiter: "write the delimiter out; the value can stand in the body"
    case .expansionInHereDocument: "use a shell variable: `x={{ NAME }}`, then $x in the here-document"
    case .secretInLiteralHereDocument: "write the delimiter without quotation marks, and \\$ for a dollar sign"
    case .unknownCommand: "choose between commands in the template: {% if … %}; or write the path with a `/`"
    case .option: "write the option out, or choose between options in the template: {% if … %}"
    case .readAgain: "make it a number in the template: {{ NAME | int }}; or declare the variable with type = \"int\""
    case .rawSecret: "leave `raw` out; the value arrives as it is"
    case .unclear: "put the value into a shell variable at the start: `x={{ NAME }}`"
    case .branches: "close the quotation marks inside each branch"
    case .unknownShell: "read PYFLOW_VAR_NAME from the environment, or write the command as a list"
    }
  }
}
