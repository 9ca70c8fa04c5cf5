internal import Text

/// The state of reading commands: which word of which kind of command is being read (POSIX.1-2017, XCU 2.10).
struct ShellCommands: Equatable {
  /// What ends the commands.
  enum Closing: Equatable {
    /// The end of the text.
    case end
    /// `)` of a subshell or an array.
    case parenthesis
    /// `)` after a function's name.
    case functionParenthesis
    /// `)` of `$(…)`, `<(…)` or `>(…)`.
    case substitution
  }

  /// What the next word is.
  enum Role: Equatable {
    case command
    case argument
    case loopVariable, loopIn
    case caseSubject, caseIn, casePattern
    case functionName
    case redirection
    case hereDelimiter(stripsTabs: Bool)
    /// A word inside `[[ … ]]`.
    case condition
    /// An item of an array.
    case item
  }

  /// An operator whose first bytes were read.
  enum Operator: Equatable {
    case none, openParenthesis, semicolon, less, lessLess, greater
  }

  let closing: Closing
  var role = Role.command
  /// The role to go back to after a redirection's target.
  var resumed = Role.argument
  var started = Operator.none
  /// The unquoted text of the current word.
  var word: [UInt8] = []
  /// The text of the current word without its quotation marks.
  var spelled: [UInt8] = []
  var isWordOpen = false
  var isWordQuoted = false
  /// The values inserted into the current word.
  var wordInsertions: [Int] = []
  /// Those among them that stand in the word itself, in no quotation marks or substitution.
  var bareInsertions: [Int] = []
  /// The name of the current command, where it is known.
  var commandName: [UInt8] = []
  /// An option was read that makes the next arguments code or names: `-c`, `-v`, `-i`.
  var evaluatesArguments = false
  /// Whether a word such as `command` or `time` stands before the command, whose options may follow.
  var isAfterPrefix = false
  /// Whether the last byte was an `&` that ended a command.
  var isAfterAmpersand = false
  /// Whether the command is started by a program such as `env`, whose arguments its words are.
  var isStartedByProgram = false
  /// How far the words of an `ssh` command have been read.
  var remote = RemoteCommand()
  /// The variable of the loop whose items are being read.
  var loopName: [UInt8] = []
  /// The names in `[[ … ]]` so far.
  var conditionNames: [[UInt8]] = []
  /// The number of arguments that have ended.
  var argumentCount = 0
  /// Whether the first argument is a value, which may turn out to be an option.
  var beginsWithValue = false
  /// The values in this pipeline, which a shell at its end would read.
  var pipeline: [Int] = []
  /// The values inserted since `[[`.
  var conditionInsertions: [Int] = []
  var caseDepth = 0
  /// Here-documents whose bodies begin after this line.
  var hereDocuments: [HereDocument] = []

  init(closing: Closing, role: Role = .command) {
    self.closing = closing
    self.role = role
  }

  /// Notes a value in the current word; returns why it is unsafe there, if it is.
  mutating func addInsertion(
    _ ordinal: Int, isQuoted: Bool, dialect: ShellDialect
  ) -> ShellPosition.Unsafe? {
    flushOperator()
    pipeline.append(ordinal)
    isWordOpen = true
    if isQuoted { isWordQuoted = true } else { bareInsertions.append(ordinal) }
    wordInsertions.append(ordinal)
    switch role {
    case .loopVariable, .functionName: return .name
    case .hereDelimiter: return .hereDelimiter
    case .command, .item: return isSubscript ? .arithmetic : ShellBuiltins.dangerOfAssignment(to: word)
    case .argument where isDeclaring && isQuoted && !evaluatesArguments: return nil
    case .condition:
      conditionInsertions.append(ordinal)
      return evaluatesArguments ? .name : nil
    case .argument: return ShellBuiltins.danger(of: self)
    case .redirection, .loopIn, .caseSubject, .caseIn, .casePattern: return nil
    }
  }

  /// Whether the word so far is `name[` or `[`, whose brackets hold arithmetic.
  private var isSubscript: Bool {
    guard let open = word.firstIndex(of: UInt8(ascii: "[")) else { return false }
    let isName = word[..<open].allSatisfy(\.isASCIIWord)
    return isName && !word[open...].contains(UInt8(ascii: "]")) && (role == .item || open > 0)
  }

  /// The variable that the current word is put into: `name=…`, or the variable of a loop.
  var assignedName: [UInt8]? {
    switch role {
    case .command, .item, .argument:
      if ShellBuiltins.isAssignment(word) { return Array(word.prefix(while: \.isASCIIWord)) }
      return role == .argument && commandName.isEmpty && !loopName.isEmpty ? loopName : nil
    default: return nil
    }
  }

  /// Whether the current word is an argument of `declare` or its kin.
  var isDeclaring: Bool { role == .argument && ShellBuiltins.declares(commandName) }

  /// Whether a list here could make a command out of its items, or options of a builtin.
  func refusesLists(dialect: ShellDialect) -> Bool {
    switch role {
    case .command: return !ShellBuiltins.isAssignment(word)
    case .argument:
      let name = String(decoding: commandName, as: UTF8.self)
      return name != "echo" && !commandName.isEmpty
        && (ShellBuiltins.isShellWord(name, dialect: dialect) || ShellBuiltins.isShell(commandName)
          || ShellBuiltins.isRemoteShell(commandName))
    default: return false
    }
  }

  /// Whether a value in the current word becomes an argument of a program.
  func showsArguments(dialect: ShellDialect) -> Bool {
    switch role {
    case .command: isStartedByProgram || !ShellBuiltins.isAssignment(word)
    case .argument: !ShellBuiltins.isShellWord(String(decoding: commandName, as: UTF8.self), dialect: dialect)
    default: false
    }
  }

  /// An operator that began and was not continued is complete.
  mutating func flushOperator() {
    switch started {
    case .less, .greater: beginTarget(.redirection)
    case .lessLess: beginTarget(.hereDelimiter(stripsTabs: false))
    case .none, .openParenthesis, .semicolon: break
    }
    started = .none
  }

  /// A parenthesis that began a command turns out to open a subshell.
  mutating func beginSubshell() {
    started = .none
    role = .argument
    commandName = []
  }

  mutating func beginTarget(_ target: Role) {
    if role != .redirection { resumed = role }
    role = target
  }
}
