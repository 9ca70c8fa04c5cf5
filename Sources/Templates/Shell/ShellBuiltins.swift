internal import Text

/// What is known about the words that shells treat specially.
enum ShellBuiltins {
  /// Why a value as an argument of the current command is unsafe, if it is.
  static func danger(of commands: ShellCommands) -> ShellPosition.Unsafe? {
    if commands.commandName == unknown { return .unknownCommand }
    let name = String(decoding: commands.commandName, as: UTF8.self)
    if commands.beginsWithValue {
      let isTest = name == "test" || name == "["
      if isTest && commands.argumentCount == 1 || name == "printf" || isShell(commands.commandName) { return .option }
    }
    if code.contains(name) { return .evaluated(by: name) }
    if names.contains(name) { return .name }
    if takesCodeOnce(commands.commandName) {
      return commands.evaluatesArguments ? .evaluated(by: "-c") : nil
    }
    if declarations.contains(name) {
      if commands.evaluatesArguments { return .arithmetic }
      return isAssignment(commands.word) ? dangerOfAssignment(to: commands.word) : .name
    }
    if commands.isStartedByProgram, let danger = dangerOfAssignment(to: commands.word) { return danger }
    return commands.evaluatesArguments ? .name : nil
  }

  /// The name of a command that a value makes, so that it is not known.
  static let unknown: [UInt8] = [0]

  /// Whether a command assigns its arguments.
  static func declares(_ word: [UInt8]) -> Bool { declarations.contains(String(decoding: word, as: UTF8.self)) }

  /// Whether a command puts what it reads into its arguments.
  static func fills(_ word: [UInt8]) -> Bool { names.contains(String(decoding: word, as: UTF8.self)) }

  /// Whether an option of `declare` makes later assignments arithmetic, or references to other variables.
  static func makesEvaluated(_ word: [UInt8]) -> Bool {
    word.first == UInt8(ascii: "-") && (word.contains(UInt8(ascii: "i")) || word.contains(UInt8(ascii: "n")))
  }

  /// Whether the shell itself expands, or does arithmetic with, what a variable holds.
  static func isExpanded(_ name: [UInt8]) -> Bool { expanded.contains(String(decoding: name, as: UTF8.self)) }

  /// Words that may follow the end of a compound command, and begin another one.
  static let continuations: Set<String> = ["then", "do", "else", "elif", "fi", "done", "esac", "}"]

  /// Whether a command is a shell, or a program that gives the argument of its `-c` to one.
  static func takesCodeOnce(_ word: [UInt8]) -> Bool {
    isShell(word) || callers.contains(String(decoding: word, as: UTF8.self))
  }

  /// Why a value in an assignment is unsafe, if it is: shells expand what these variables hold.
  static func dangerOfAssignment(to word: [UInt8]) -> ShellPosition.Unsafe? {
    guard isAssignment(word) else { return nil }
    let name = String(decoding: word.prefix(while: \.isASCIIWord), as: UTF8.self)
    return expanded.contains(name) ? .evaluated(by: name) : nil
  }

  /// Whether a word is the name or path of a shell, whose `-c` takes code.
  static func isShell(_ word: [UInt8]) -> Bool {
    let name = word[(word.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    return shells.contains(String(decoding: name, as: UTF8.self))
  }

  /// Whether a word is the name or path of a program that gives its arguments to a shell elsewhere.
  static func isRemoteShell(_ word: [UInt8]) -> Bool {
    word == Array("ssh".utf8) || word.suffix(4).elementsEqual("/ssh".utf8)
  }

  /// Whether a command reads code from its standard input.
  static func readsInput(_ word: [UInt8]) -> Bool {
    isShell(word) || isRemoteShell(word) || word == Array("source".utf8) || word == [UInt8(ascii: ".")]
  }

  /// Whether an option of a command makes what follows code, a name or arithmetic.
  static func option(_ word: [UInt8], endangersArgumentsOf name: [UInt8]) -> Bool {
    let option = String(decoding: word, as: UTF8.self)
    guard option.hasPrefix("-"), !option.hasPrefix("--") else { return false }
    switch String(decoding: name, as: UTF8.self) {
    case "printf", "test", "[": return option == "-v" || option == "-R"
    case "wait": return option == "-p"
    case let name where declarations.contains(name): return option.contains { "aAin".contains($0) }
    case let name where callers.contains(name): return option == "-c" || option == "-qc"
    default: return isShell(name) && option.contains("c")
    }
  }

  /// Builtins that run their arguments as code.
  private static let code: Set<String> = ["eval", "let", "trap", "alias", "fc", "complete", "compgen", "watch"]
  /// Builtins whose arguments are names, in which bash evaluates subscripts.
  private static let names: Set<String> = ["unset", "read", "getopts", "mapfile", "readarray"]
  /// Builtins that assign.
  private static let declarations: Set<String> = ["declare", "typeset", "local", "export", "readonly"]
  private static let callers: Set<String> = ["flock", "script", "runuser"]
  private static let expanded: Set<String> = [
    "PS0", "PS1", "PS2", "PS4", "PROMPT_COMMAND", "ENV", "BASH_ENV",
    "RANDOM", "SRANDOM", "SECONDS", "HISTCMD", "OPTIND", "LINENO", "EPOCHSECONDS",
  ]
  private static let shells: Set<String> = [
    "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox", "su", "rbash", "rksh", "csh", "tcsh", "fish", "pwsh",
  ]

  /// Words after which another command word follows.
  static let prefixes: Set<String> = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "command", "builtin", "exec",
    "nohup", "env", "sudo", "coproc",
  ]

  /// Those of them that are programs, so that everything after them is seen in the list of processes.
  static let startingPrograms: Set<String> = ["nohup", "env", "sudo"]

  /// `NAME=`, `NAME+=` or `NAME[…]=` at the start of a word.
  static func isAssignment(_ word: [UInt8]) -> Bool {
    guard let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return false }
    var name = word[..<equals]
    if name.last == UInt8(ascii: "+") { name = name.dropLast() }
    if let open = name.firstIndex(of: UInt8(ascii: "[")), name.last == UInt8(ascii: "]") {
      name = name[..<open]
    }
    guard let first = name.first, !first.isASCIIDigit else { return false }
    return name.allSatisfy(\.isASCIIWord)
  }

  /// Reserved words and builtins of `sh` and of `bash`: a command that begins with one is left to the shell.
  ///
  /// `true` and `false` mean the same as the programs (design 4).
  static func isShellWord(_ word: String, dialect: ShellDialect) -> Bool {
    posixWords.contains(word) || (dialect == .bash && bashWords.contains(word))
  }

  /// POSIX.1-2017, XCU 2.4 and 2.14, the utilities that dash builds in, and common extensions of `sh`.
  private static let posixWords: Set<String> = [
    "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then",
    "until", "while", "break", ":", "continue", ".", "eval", "exec", "exit", "export", "readonly",
    "return", "set", "shift", "times", "trap", "unset", "alias", "bg", "cd", "chdir", "command", "echo",
    "fc", "fg", "getopts", "hash", "jobs", "kill", "local", "printf", "pwd", "read", "test", "[", "type",
    "ulimit", "umask", "unalias", "wait", "time", "function", "select", "[[", "]]", "coproc", "newgrp",
  ]

  private static let bashWords: Set<String> = [
    "bind", "builtin", "caller", "compgen", "complete", "compopt", "declare", "dirs", "disown", "enable",
    "help", "history", "let", "logout", "mapfile", "popd", "pushd", "readarray", "shopt", "source",
    "suspend", "typeset",
  ]
}
