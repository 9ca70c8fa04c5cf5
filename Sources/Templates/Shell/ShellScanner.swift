internal import Text

/// Follows the quoting state of shell text, so that it is known for each value in what kind of place it lands (design 4).
///
/// Fed byte by byte with the literal text of a command; a value is announced by `insertion`. Where the state cannot be
/// known for sure, every later value is refused rather than guessed. Linear in the text.
struct ShellScanner {
  /// A construct that is open, innermost last.
  enum Frame: Equatable {
    case commands(ShellCommands)
    case single
    case double
    /// `$'…'`.
    case dollarSingle
    case backquote
    /// `${…}`, whether it stands in `"…"`, and which part of it is being read.
    case parameter(inDouble: Bool, part: ParameterPart)
    /// `$((…))` or `((…))`, with the number of open parentheses.
    case arithmetic(depth: Int)
    case comment
    case hereDocument(HereDocument)
  }

  /// The parts of `${name…}`.
  enum ParameterPart: Equatable {
    case name
    /// After `${name:`.
    case colon
    /// A subscript, an offset or a length.
    case arithmetic
    /// What replaces or matches the value.
    case word
  }

  /// What the bytes before the next one may turn out to begin.
  enum Pending: Equatable {
    case none, backslash, dollar, dollarParenthesis
  }

  let dialect: ShellDialect
  var frames: [Frame] = [.commands(ShellCommands(closing: .end))]
  var pending = Pending.none
  /// What happens to the variables that values are put into.
  var flow = ShellFlow()
  /// The name that is being read, of `$name` or in arithmetic.
  var name: [UInt8] = []
  /// Whether it stands there without a `$`.
  var isPlainName = false
  /// The last byte, and the one before it.
  private var previous: (UInt8, UInt8) = (0, 0)
  /// Whether the text before, in `"…"`, ends with `$NAME`.
  var isAfterName = false
  /// Whether the text was too intricate to follow.
  var isLost = false
  /// The values that stand in a word together with something else.
  var attached: Set<Int> = []
  /// Where each value lands, by its ordinal.
  ///
  /// Later text may still make an earlier place unsafe.
  var positions: [Int: ShellPosition] = [:]
  /// The values that become arguments of programs, which the system's list of processes shows.
  var shownInProcessList: Set<Int> = []
  /// The values that `ssh` takes for a host, unless they look like an option.
  var hosts: Set<Int> = []
  /// The values that a second shell reads.
  var readBySecondShell: Set<Int> = []

  init(dialect: ShellDialect) {
    self.dialect = dialect
  }

  /// Whether the text after both states is read alike; what was found before does not matter.
  func readsOn(like other: ShellScanner) -> Bool {
    frames == other.frames && pending == other.pending && isLost == other.isLost && isAfterName == other.isAfterName
      && name == other.name
  }

  /// Takes over the places that were found on another way to this state.
  mutating func merge(_ other: ShellScanner) {
    positions.merge(other.positions) { $0.combined(with: $1) }
    attached.formUnion(other.attached)
    shownInProcessList.formUnion(other.shownInProcessList)
    readBySecondShell.formUnion(other.readBySecondShell)
    hosts.formUnion(other.hosts)
    flow.merge(other.flow)
  }

  /// Reads literal text.
  mutating func scan(_ text: [UInt8]) {
    for byte in text { consume(byte) }
  }

  /// Notes that a value is inserted here.
  mutating func insertion(_ ordinal: Int) {
    endName()
    beginWhatIsPending()
    flow.all.insert(ordinal)
    var position = position()
    // What a substitution prints is a part of a word of the commands around it, so those have a say too.
    for frame in frames.indices.reversed() {
      // What stands in a here-document is no part of a word of the command that reads it.
      if frame + 1 < frames.count, case .hereDocument = frames[frame + 1] { continue }
      guard case .commands(var commands) = frames[frame] else { continue }
      let isInnermost = frame == frames.count - 1
      if let unsafe = commands.addInsertion(ordinal, isQuoted: !isInnermost, dialect: dialect),
        !position.isUnsafe
      {
        position = .unsafe(unsafe)
      }
      if let name = commands.assignedName { flow.store(ordinal, in: name) }
      if commands.isDeclaring { flow.declared.insert(ordinal) }
      if commands.refusesLists(dialect: dialect) { attached.insert(ordinal) }
      frames[frame] = .commands(commands)
    }
    noteReaders(ordinal)
    if case .hereDocument(var document) = frames[frames.count - 1] {
      document.insertion()
      frames[frames.count - 1] = .hereDocument(document)
    }
    pending = .none
    isAfterName = false
    positions[ordinal] = position
  }

  /// Notes whether a value becomes an argument of a program, and whether that gives it to a shell of its own; in a
  /// here-document it does not.
  private mutating func noteReaders(_ ordinal: Int) {
    for frame in frames.reversed() {
      if case .hereDocument(let document) = frame {
        if document.isRead { readBySecondShell.insert(ordinal) }
        return
      }
      guard case .commands(let commands) = frame else { continue }
      if commands.showsArguments(dialect: dialect) { shownInProcessList.insert(ordinal) }
      let isRemote = commands.role == .argument && ShellBuiltins.isRemoteShell(commands.commandName)
      let isInput = commands.role == .redirection && ShellBuiltins.readsInput(commands.commandName)
      if isRemote && commands.remote.isCommand || isInput { readBySecondShell.insert(ordinal) }
      if isRemote, !commands.remote.isCommand, commands.word.isEmpty { hosts.insert(ordinal) }
      break
    }
    // `source <(echo {{ V }})`: what a substitution prints is read by the command around it.
    for frame in frames.dropLast() {
      guard case .commands(let commands) = frame, commands.role == .argument else { continue }
      if ShellBuiltins.readsInput(commands.commandName) { readBySecondShell.insert(ordinal) }
    }
  }

  /// Opens the subshell or substitution whose first word a value begins.
  private mutating func beginWhatIsPending() {
    if pending == .dollarParenthesis {
      pending = .none
      push(.commands(ShellCommands(closing: .substitution)))
    }
    if case .commands(var commands) = frames[frames.count - 1], commands.started == .openParenthesis {
      commands.beginSubshell()
      frames[frames.count - 1] = .commands(commands)
      push(.commands(ShellCommands(closing: .parenthesis)))
    }
  }

  private func position() -> ShellPosition {
    if isLost { return .unsafe(.unclear) }
    switch pending {
    case .backslash: return .unsafe(.afterBackslash)
    case .dollar: return .unsafe(.afterDollar)
    case .none, .dollarParenthesis: break
    }
    // What stands in `$(( $(…) ))` or `${x:-$(…)}` is read once more when the substitution is done.
    if let unsafe = frames.lazy.compactMap(\.danger).first { return .unsafe(unsafe) }
    switch frames[frames.count - 1] {
    case .single: return .singleQuoted
    case .double: return isAfterName ? .doubleQuotedAfterName : .doubleQuoted
    case .hereDocument(let document): return document.position
    default: return .bare
    }
  }

  /// Keeps a quoted byte of a word: shells look for the name of a command, and for the delimiter of a here-document,
  /// when the quotation marks are gone.
  mutating func keepQuoted(_ byte: UInt8) {
    guard frames.count >= 2, var commands = takeCommands(at: frames.count - 2) else { return }
    commands.spelled.append(byte)
    if case .hereDelimiter = commands.role { commands.word.append(byte) }
    frames[frames.count - 2] = .commands(commands)
  }

  /// Takes commands out of their frame, so that their words grow in place; the caller puts them back.
  mutating func takeCommands(at index: Int) -> ShellCommands? {
    guard case .commands(let commands) = frames[index] else { return nil }
    frames[index] = .comment
    return commands
  }

  mutating func push(_ frame: Frame) {
    frames.append(frame)
  }

  /// A here-document whose body would begin in the middle of something else is beyond what can be followed.
  mutating func checkPendingDocuments() {
    switch frames[frames.count - 1] {
    case .hereDocument, .comment: return
    default: break
    }
    let pending = frames.dropLast().contains { frame in
      if case .commands(let commands) = frame { !commands.hereDocuments.isEmpty } else { false }
    }
    if pending { isLost = true }
  }

  mutating func pop() {
    // The outermost frame stays, whatever the text closes.
    if frames.count > 1 { frames.removeLast() }
  }

  private mutating func consume(_ byte: UInt8) {
    trackName(byte)
    isAfterName = byte.isASCIIWord && (isAfterName || pending == .dollar)
    checkContinuation(byte)
    if byte == UInt8(ascii: "\n") { checkPendingDocuments() }
    defer { previous = (byte, previous.0) }
    switch frames[frames.count - 1] {
    case .commands: consumeInCommands(byte)
    case .single: if byte == UInt8(ascii: "'") { pop() } else { keepQuoted(byte) }
    case .double: consumeInDouble(byte)
    case .dollarSingle: consumeInDollarSingle(byte)
    case .backquote: consumeInBackquote(byte)
    case .parameter(let inDouble, let part): consumeInParameter(byte, inDouble: inDouble, part)
    case .arithmetic(let depth): consumeInArithmetic(byte, depth: depth)
    case .comment:
      if byte == UInt8(ascii: "\n") {
        pop()
        consume(byte)
      }
    case .hereDocument: consumeInHereDocument(byte)
    }
  }

  /// A backslash at the end of a line is taken out before the shell looks for operators, so none may be split by one.
  private mutating func checkContinuation(_ byte: UInt8) {
    guard byte == UInt8(ascii: "\n"), previous.0 == UInt8(ascii: "\\"), "<>($&|;".utf8.contains(previous.1) else {
      return
    }
    if case .single = frames[frames.count - 1] { return }
    if case .hereDocument(let document) = frames[frames.count - 1], document.isQuoted { return }
    isLost = true
  }

  /// Handles a byte after an unquoted or double-quoted `$`; true if it is used up.
  mutating func consumeAfterDollar(_ byte: UInt8, inDouble: Bool) -> Bool {
    switch pending {
    case .dollar:
      pending = .none
      switch byte {
      case UInt8(ascii: "("): pending = .dollarParenthesis
      case UInt8(ascii: "{"): push(.parameter(inDouble: inDouble, part: .name))
      case UInt8(ascii: "'") where !inDouble:
        // Some shells that are called sh know `$'…'`, others read `'…'` after a dollar sign.
        if dialect == .sh { isLost = true }
        push(.dollarSingle)
      case UInt8(ascii: "["):
        isLost = true  // `$[…]` is arithmetic to bash, text to others.
        return false
      default: return false
      }
      return true
    case .dollarParenthesis:
      pending = .none
      if byte == UInt8(ascii: "(") {
        push(.arithmetic(depth: 2))
        return true
      }
      push(.commands(ShellCommands(closing: .substitution)))
      return false
    case .none, .backslash: return false
    }
  }
}

extension ShellPosition {
  var isUnsafe: Bool {
    if case .unsafe = self { true } else { false }
  }
}

extension ShellScanner.Frame {
  /// Why no value is safe inside, however deep, if none is.
  var danger: ShellPosition.Unsafe? {
    switch self {
    case .commands, .single, .double, .hereDocument: nil
    case .dollarSingle: .dollarQuotes
    case .backquote: .backquotes
    case .parameter: .parameterExpansion
    case .arithmetic: .arithmetic
    case .comment: .comment
    }
  }
}
