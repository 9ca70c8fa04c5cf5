internal import Text
public import Values

/// A shell command that needs no shell: plain words, of which the first is a program (design 4).
public enum SimpleCommand {
  /// The words of `command`, if a shell would do nothing with it but split it, undo its quotation marks and start the program.
  ///
  /// Nothing if there is any shell syntax, or the first word is a keyword, assignment or builtin of the shell.
  public static func words(of command: String, dialect: ShellDialect) -> [String]? {
    var words: [String] = []
    var word: [UInt8]?
    var quote: UInt8?
    for byte in trimmed(command) {
      if let open = quote {
        if byte == open {
          quote = nil
        } else {
          if open == UInt8(ascii: "\""), isSpecialInDouble(byte) { return nil }
          word?.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        quote = byte
        word = word ?? []
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if let finished = word { words.append(String(decoding: finished, as: UTF8.self)) }
        word = nil
      default:
        guard isPlain(byte) else { return nil }
        // `a=b` before the program is an assignment, `2` before `>` never gets here.
        if byte == UInt8(ascii: "="), words.isEmpty { return nil }
        word = (word ?? []) + [byte]
      }
    }
    if quote != nil { return nil }
    if let finished = word { words.append(String(decoding: finished, as: UTF8.self)) }
    guard let program = words.first, !program.isEmpty else { return nil }
    return ShellBuiltins.isShellWord(program, dialect: dialect) ? nil : words
  }

  /// The template in a list of words that a shell among them would run as code, as in `["sh", "-c", "{{ V }}"]`.
  public static func code(in words: [Field<String>]) -> Template? {
    let literals = words.map { $0.literal.map { Array($0.utf8) } }
    guard let shell = literals.firstIndex(where: { $0.map(ShellBuiltins.isShell) ?? false }) else { return nil }
    for index in words.indices.dropFirst(shell + 1) {
      guard let option = literals[index] else { return nil }
      guard option.first == UInt8(ascii: "-") else { return nil }
      guard ShellBuiltins.option(option, endangersArgumentsOf: Array("sh".utf8)) else { continue }
      return words.dropFirst(index + 1).first { $0.literal?.hasPrefix("-") != true }?.template
    }
    return nil
  }

  /// Whether words are those of a shell that reads its program from its standard input.
  public static func readsProgram(_ words: [String]) -> Bool {
    guard let first = words.first, ShellBuiltins.isShell(Array(first.utf8)) else { return false }
    return words.dropFirst().allSatisfy { $0.hasPrefix("-") && !$0.dropFirst().contains("c") }
  }

  /// Whether shells expand what a variable of the environment holds.
  public static func isExpanded(_ name: String) -> Bool { ShellBuiltins.isExpanded(Array(name.utf8)) }

  private static func trimmed(_ command: String) -> ArraySlice<UInt8> {
    var bytes = Array(command.utf8)[...]
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0A { bytes.removeLast() }
    return bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
  }

  private static func isSpecialInDouble(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "\\")
  }

  /// A character that means nothing to any shell wherever it stands in a word.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isASCIIWord || byte >= 0x80 || "-./:=@%+,".utf8.contains(byte)
  }
}
