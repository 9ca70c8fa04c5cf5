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
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"),
      UInt8(ascii: "+"), UInt8(ascii: ","), 0x80...0xFF:
      true
    default: false
    }
  }
}
