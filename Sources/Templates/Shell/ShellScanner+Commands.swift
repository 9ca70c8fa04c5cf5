internal import Text

/// The states outside quotation marks: words, operators, reserved words.
extension ShellScanner {
  mutating func consumeInCommands(_ byte: UInt8) {
    let frame = frames.count - 1
    if pending == .backslash {
      pending = .none
      guard byte != UInt8(ascii: "\n"), var commands = takeCommands(at: frame) else { return }
      commands.appendEscaped(byte)
      frames[frame] = .commands(commands)
      return
    }
    if pending != .none {
      if consumeAfterDollar(byte, inDouble: false) { return }
      // `$(` has begun with this byte, or `$` stood for itself.
      if frames.count - 1 > frame {
        consumeInCommands(byte)
        return
      }
    }
    guard var commands = takeCommands(at: frame) else { return }
    let opened = commands.consume(byte, scanner: &self)
    frames[frame] = .commands(commands)
    switch opened {
    case .nothing: break
    case .frame(let next): push(next)
    case .reread(let next):
      push(next)
      consumeInCommands(byte)
    case .closed: closeCommands()
    case .lineEnd:
      checkPendingDocuments()
      beginNextHereDocument()
    }
  }

  /// What reading a byte has led to, besides a change of the state.
  enum Opened {
    case nothing
    case frame(Frame)
    case closed, lineEnd
    /// A frame to which the byte itself belongs.
    case reread(Frame)
  }

  /// Ends a subshell, array or substitution.
  private mutating func closeCommands() {
    guard case .commands(let inner) = frames[frames.count - 1], inner.closing != .end else {
      isLost = true
      return
    }
    if !inner.hereDocuments.isEmpty { isLost = true }
    pop()
    guard case .commands(var outer) = frames[frames.count - 1] else { return }
    switch inner.closing {
    case .functionParenthesis: outer.role = .command
    case .parenthesis where !outer.isWordOpen: outer.endCompound()
    default: break
    }
    frames[frames.count - 1] = .commands(outer)
  }

  /// Marks values that were inserted already as unsafe, because of what follows them.
  mutating func endanger(_ ordinals: [Int], _ unsafe: ShellPosition.Unsafe) {
    for ordinal in ordinals where !(positions[ordinal]?.isUnsafe ?? false) {
      positions[ordinal] = .unsafe(unsafe)
    }
  }
}

extension ShellCommands {
  /// Adds an unquoted byte to the current word.
  mutating func append(_ byte: UInt8) {
    flushOperator()
    isWordOpen = true
    word.append(byte)
    spelled.append(byte)
  }

  /// Adds a byte that a backslash stood before.
  mutating func appendEscaped(_ byte: UInt8) {
    flushOperator()
    isWordOpen = true
    isWordQuoted = true
    spelled.append(byte)
    if case .hereDelimiter = role { word.append(byte) }
  }

  /// Reads one byte outside quotation marks.
  mutating func consume(_ byte: UInt8, scanner: inout ShellScanner) -> ShellScanner.Opened {
    if let opened = continueOperator(byte, scanner: &scanner) { return opened }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord(&scanner)
    case UInt8(ascii: "\n"):
      loseForeignCondition(&scanner)
      endCommand(&scanner)
      return .lineEnd
    case UInt8(ascii: "\\"):
      flushOperator()
      scanner.pending = .backslash
    case UInt8(ascii: "'"): return quote(.single)
    case UInt8(ascii: "\""): return quote(.double)
    case UInt8(ascii: "`"):
      flushOperator()
      if case .hereDelimiter = role { scanner.isLost = true }
      return quote(.backquote)
    case UInt8(ascii: "$"):
      flushOperator()
      isWordOpen = true
      isWordQuoted = true
      scanner.pending = .dollar
      if case .hereDelimiter = role { scanner.isLost = true }  // It is not expanded there.
    case UInt8(ascii: "#") where !isWordOpen: return .frame(.comment)
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      loseForeignCondition(&scanner)
      if role == .condition { endWord(&scanner) } else { separator(byte, &scanner) }
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if role != .condition, isDescriptor { dropWord() }
      endWord(&scanner)
      if role != .condition { started = byte == UInt8(ascii: "<") ? .less : .greater }
    case UInt8(ascii: "("): return openParenthesis(&scanner)
    case UInt8(ascii: ")"): return closeParenthesis(&scanner)
    default: append(byte)
    }
    return .nothing
  }

  /// To some shells that are called sh `[[` is a command like any other, which ends here.
  private func loseForeignCondition(_ scanner: inout ShellScanner) {
    if role == .condition, scanner.dialect == .sh { scanner.isLost = true }
  }

  private mutating func quote(_ frame: ShellScanner.Frame) -> ShellScanner.Opened {
    flushOperator()
    isWordOpen = true
    isWordQuoted = true
    return .frame(frame)
  }

  /// Reads the byte after the first one of an operator; nothing if it does not belong to it.
  private mutating func continueOperator(
    _ byte: UInt8, scanner: inout ShellScanner
  ) -> ShellScanner.Opened? {
    switch (started, byte) {
    case (_, UInt8(ascii: ">")) where isAfterAmpersand:
      scanner.isLost = true
      return nil
    case (.less, UInt8(ascii: "<")): started = .lessLess
    case (.lessLess, UInt8(ascii: "<")):
      started = .none
      beginTarget(.redirection)  // `<<<`
    case (.lessLess, UInt8(ascii: "-")):
      started = .none
      beginTarget(.hereDelimiter(stripsTabs: true))
    case (.less, UInt8(ascii: "(")), (.greater, UInt8(ascii: "(")):
      started = .none
      isWordOpen = true
      isWordQuoted = true
      return .frame(.commands(ShellCommands(closing: .substitution)))
    case (.less, UInt8(ascii: "&")), (.less, UInt8(ascii: ">")), (.greater, UInt8(ascii: ">")),
      (.greater, UInt8(ascii: "&")), (.greater, UInt8(ascii: "|")):
      started = .none
      beginTarget(.redirection)
    case (.openParenthesis, UInt8(ascii: "(")):
      started = .none
      // Some shells that are called sh do arithmetic there, to others it is a subshell in a subshell.
      if scanner.dialect == .sh { scanner.isLost = true }
      return .frame(.arithmetic(depth: 2))
    case (.openParenthesis, _):
      beginSubshell()
      return .reread(.commands(ShellCommands(closing: .parenthesis)))
    case (.semicolon, UInt8(ascii: ";")), (.semicolon, UInt8(ascii: "&")):
      if caseDepth > 0 { role = .casePattern }
      started = .semicolon
    case (.semicolon, _):
      started = .none
      return nil
    default: return nil
    }
    return .nothing
  }

  private mutating func openParenthesis(_ scanner: inout ShellScanner) -> ShellScanner.Opened {
    flushOperator()
    switch role {
    case .condition: return .nothing
    case .casePattern where !isWordOpen: return .nothing
    default: break
    }
    if isWordOpen {
      if word.last == UInt8(ascii: "="), ShellBuiltins.isAssignment(word) {
        scanner.flow.hasArrays = true
        return .frame(.commands(ShellCommands(closing: .parenthesis, role: .item)))
      }
      // `name()` begins a function; a value in its name would be one.
      scanner.endanger(wordInsertions, .name)
      endWord(&scanner)
      role = .command
      started = .none
      return .frame(.commands(ShellCommands(closing: .functionParenthesis)))
    }
    guard role == .command else {
      scanner.isLost = true
      return .nothing
    }
    started = .openParenthesis
    return .nothing
  }

  private mutating func closeParenthesis(_ scanner: inout ShellScanner) -> ShellScanner.Opened {
    if role == .condition { return .nothing }
    let wasPattern = role == .casePattern
    endWord(&scanner)
    if wasPattern, caseDepth > 0 {
      role = .command
      return .nothing
    }
    return .closed
  }

  private mutating func separator(_ byte: UInt8, _ scanner: inout ShellScanner) {
    if role == .casePattern {
      endWord(&scanner)
      role = caseDepth > 0 ? .casePattern : .command
      return
    }
    let piped = byte == UInt8(ascii: "|") ? pipeline : []
    // `&>` sends both streams elsewhere in one shell and ends the command in others.
    isAfterAmpersand = byte == UInt8(ascii: "&")
    endCommand(&scanner)
    pipeline = piped
    if byte == UInt8(ascii: ";") { started = .semicolon }
  }

  /// Ends the word and the command it belongs to.
  private mutating func endCommand(_ scanner: inout ShellScanner) {
    endWord(&scanner)
    switch role {
    case .condition, .item, .casePattern, .caseIn, .loopIn: return
    default: break
    }
    role = .command
    commandName = []
    evaluatesArguments = false
    isStartedByProgram = false
    remote = RemoteCommand()
    loopName = []
    argumentCount = 0
    beginsWithValue = false
    pipeline = []
  }

  /// A number or `{name}` right before `<` or `>` is a descriptor, not a word (2.7).
  private var isDescriptor: Bool {
    guard isWordOpen, !isWordQuoted, wordInsertions.isEmpty, !word.isEmpty else { return false }
    let isNamed = word.first == UInt8(ascii: "{") && word.last == UInt8(ascii: "}")
    return isNamed || word.allSatisfy(\.isASCIIDigit)
  }

  private mutating func dropWord() {
    word = []
    spelled = []
    isWordOpen = false
  }

  /// What follows the end of a compound command is no command of its own, but may be a word such as `then`.
  mutating func endCompound() {
    role = .argument
    commandName = []
  }

  // MARK: - Words

  /// Ends the current word and decides what the next one is.
  mutating func endWord(_ scanner: inout ShellScanner) {
    flushOperatorBeforeSpace()
    guard isWordOpen else { return }
    // A word in quotation marks, or with a value in it, is no reserved word.
    if wordInsertions.count > 1 || isWordQuoted || !word.isEmpty { scanner.attached.formUnion(bareInsertions) }
    isAfterAmpersand = false
    classify(isWordQuoted || !wordInsertions.isEmpty ? [] : word, &scanner)
    word = []
    spelled = []
    isWordOpen = false
    isWordQuoted = false
    wordInsertions = []
    bareInsertions = []
  }

  /// White space may stand between a redirection operator and its target.
  private mutating func flushOperatorBeforeSpace() {
    if started != .openParenthesis && started != .semicolon { flushOperator() }
  }

  private mutating func classify(_ plain: [UInt8], _ scanner: inout ShellScanner) {
    let text = String(decoding: plain, as: UTF8.self)
    switch role {
    case .command: classifyCommand(text, &scanner)
    case .argument: classifyArgument(text, &scanner)
    case .loopVariable:
      if ShellBuiltins.isExpanded(plain) { scanner.isLost = true }
      loopName = plain
      role = .loopIn
    case .loopIn:
      role = text == "do" ? .command : .argument
      commandName = []
    case .caseSubject: role = .caseIn
    case .caseIn:
      role = .casePattern
      caseDepth += 1
    case .casePattern:
      guard text == "esac" else { return }
      caseDepth = max(0, caseDepth - 1)
      endCompound()
    case .functionName: role = .command
    case .redirection: role = resumed
    case .hereDelimiter(let stripsTabs): announceHereDocument(stripsTabs: stripsTabs)
    case .condition: classifyCondition(text, &scanner)
    case .item: break
    }
  }

  /// Notes what a word that has ended makes of the arguments after it.
  private mutating func classifyArgument(_ plain: String, _ scanner: inout ShellScanner) {
    if commandName.isEmpty, loopName.isEmpty, ShellBuiltins.continuations.contains(plain) {
      role = .command
      return classifyCommand(plain, &scanner)
    }
    if argumentCount == 0 { beginsWithValue = !wordInsertions.isEmpty }
    argumentCount += 1
    let text = wordInsertions.isEmpty ? spelled : []
    if ShellBuiltins.fills(commandName) { scanner.flow.fill(text) }
    if ShellBuiltins.declares(commandName), ShellBuiltins.makesEvaluated(text) {
      scanner.flow.evaluatesEverything = true
    }
    if ShellBuiltins.isRemoteShell(commandName) { remote.endWord(text) }
    // A shell may be started by another program: `xargs sh -c`, `docker exec app sh -c`.
    if ShellBuiltins.isShell(text), !evaluatesArguments {
      commandName = text
    } else if ShellBuiltins.option(text, endangersArgumentsOf: commandName) {
      evaluatesArguments = true
    } else if evaluatesArguments, ShellBuiltins.takesCodeOnce(commandName), text.first != UInt8(ascii: "-") {
      // The code has been read; what follows are its arguments.
      evaluatesArguments = false
      commandName = []
    }
  }

  private mutating func classifyCommand(_ text: String, _ scanner: inout ShellScanner) {
    switch text {
    case "for", "select": role = .loopVariable
    case "case": role = .caseSubject
    case "function": role = .functionName
    case "esac":
      caseDepth = max(0, caseDepth - 1)
      endCompound()
    case "}", "fi", "done": endCompound()
    case "[[":
      role = .condition
      conditionInsertions = []
      evaluatesArguments = false
    case _ where ShellBuiltins.prefixes.contains(text):
      isAfterPrefix = true
      isStartedByProgram = isStartedByProgram || ShellBuiltins.startingPrograms.contains(text)
    case _ where ShellBuiltins.isAssignment(word): break
    case _ where isAfterPrefix && spelled.first == UInt8(ascii: "-"):
      // `env -S` splits its argument into a command.
      if isStartedByProgram, spelled.contains(UInt8(ascii: "S")) || spelled.starts(with: "--s".utf8) {
        scanner.isLost = true
      }
    default:
      commandName = wordInsertions.isEmpty ? spelled : word.contains(UInt8(ascii: "/")) ? [] : ShellBuiltins.unknown
      evaluatesArguments = false
      isAfterPrefix = false
      role = .argument
      if ShellBuiltins.readsInput(commandName) { noteReader(&scanner) }
      // From here on a word may stand for any command.
      if text == "alias" { scanner.isLost = true }
    }
  }

  /// Inside `[[ ]]`, operands of arithmetic operators and of `-v` are evaluated.
  private mutating func classifyCondition(_ text: String, _ scanner: inout ShellScanner) {
    switch text {
    case "]]":
      endCompound()
      evaluatesArguments = false
      conditionNames = []
    case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
      scanner.endanger(conditionInsertions, .arithmetic)
      for name in conditionNames { scanner.flow.evaluate(name) }
      evaluatesArguments = true
    case "-v", "-R": evaluatesArguments = true
    default:
      guard !text.isEmpty, text.utf8.allSatisfy(\.isASCIIWord) else { return }
      if evaluatesArguments { scanner.flow.evaluate(Array(text.utf8)) }
      conditionNames.append(Array(text.utf8))
    }
  }

  /// A shell at the end of a pipeline reads what the commands before it print.
  private mutating func noteReader(_ scanner: inout ShellScanner) {
    scanner.readBySecondShell.formUnion(pipeline)
    for index in hereDocuments.indices { hereDocuments[index].isRead = true }
  }

  private mutating func announceHereDocument(stripsTabs: Bool) {
    hereDocuments.append(
      HereDocument(
        delimiter: word, isQuoted: isWordQuoted, stripsTabs: stripsTabs,
        isRead: ShellBuiltins.readsInput(commandName) && !evaluatesArguments))
    role = resumed
  }
}
