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
    case .lineEnd: beginNextHereDocument()
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
    pop()
    guard case .commands(var outer) = frames[frames.count - 1] else { return }
    switch inner.closing {
    case .functionParenthesis: outer.role = .command
    case .parenthesis where !outer.isWordOpen: outer.role = .argument
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
      endCommand(&scanner)
      return .lineEnd
    case UInt8(ascii: "\\"):
      flushOperator()
      scanner.pending = .backslash
    case UInt8(ascii: "'"): return quote(.single)
    case UInt8(ascii: "\""): return quote(.double)
    case UInt8(ascii: "`"): return quote(.backquote)
    case UInt8(ascii: "$"):
      flushOperator()
      isWordOpen = true
      isWordQuoted = true
      scanner.pending = .dollar
    case UInt8(ascii: "#") where !isWordOpen: return .frame(.comment)
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      if role == .condition { endWord(&scanner) } else { separator(byte, &scanner) }
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if role == .condition {
        endWord(&scanner)
      } else {
        endWord(&scanner)
        started = byte == UInt8(ascii: "<") ? .less : .greater
      }
    case UInt8(ascii: "("): return openParenthesis(&scanner)
    case UInt8(ascii: ")"): return closeParenthesis(&scanner)
    default: append(byte)
    }
    return .nothing
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
    endCommand(&scanner)
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
  }

  // MARK: - Words

  /// Ends the current word and decides what the next one is.
  mutating func endWord(_ scanner: inout ShellScanner) {
    flushOperatorBeforeSpace()
    guard isWordOpen else { return }
    // A word in quotation marks, or with a value in it, is no reserved word.
    if wordInsertions.count > 1 || isWordQuoted || !word.isEmpty { scanner.attached.formUnion(bareInsertions) }
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
    case .command: classifyCommand(text)
    case .argument:
      classifyArgument()
    case .loopVariable: role = .loopIn
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
      role = .argument
      commandName = []
    case .functionName: role = .command
    case .redirection: role = resumed
    case .hereDelimiter(let stripsTabs): announceHereDocument(stripsTabs: stripsTabs)
    case .condition: classifyCondition(text, &scanner)
    case .item: break
    }
  }

  /// Notes what a word that has ended makes of the arguments after it.
  private mutating func classifyArgument() {
    let text = wordInsertions.isEmpty ? spelled : []
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

  private mutating func classifyCommand(_ text: String) {
    switch text {
    case "for", "select": role = .loopVariable
    case "case": role = .caseSubject
    case "function": role = .functionName
    case "esac":
      caseDepth = max(0, caseDepth - 1)
      role = .argument
      commandName = []
    case "[[":
      role = .condition
      conditionInsertions = []
      evaluatesArguments = false
    case _ where ShellBuiltins.prefixes.contains(text):
      isStartedByProgram = isStartedByProgram || ShellBuiltins.startingPrograms.contains(text)
    case _ where ShellBuiltins.isAssignment(word): break
    default:
      commandName = wordInsertions.isEmpty ? spelled : []
      evaluatesArguments = false
      role = .argument
    }
  }

  /// Inside `[[ ]]`, operands of arithmetic operators and of `-v` are evaluated.
  private mutating func classifyCondition(_ text: String, _ scanner: inout ShellScanner) {
    switch text {
    case "]]":
      role = .argument
      commandName = []
      evaluatesArguments = false
    case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
      scanner.endanger(conditionInsertions, .arithmetic)
      evaluatesArguments = true
    case "-v", "-R": evaluatesArguments = true
    default: break
    }
  }

  private mutating func announceHereDocument(stripsTabs: Bool) {
    hereDocuments.append(
      HereDocument(
        delimiter: word, isQuoted: isWordQuoted, stripsTabs: stripsTabs,
        isRead: ShellBuiltins.readsInput(commandName) && !evaluatesArguments))
    role = resumed
  }
}
