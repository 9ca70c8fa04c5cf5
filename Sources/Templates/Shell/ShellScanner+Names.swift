internal import Text

/// Following the names of variables through a command's text.
extension ShellScanner {
  /// Takes a byte into the name that is being read, or ends the name before it.
  mutating func trackName(_ byte: UInt8) {
    let isName = byte.isASCIIWord
    if isName, isAfterName || pending == .dollar || collectsNames {
      if name.isEmpty { isPlainName = pending != .dollar }
      name.append(byte)
    } else {
      endName()
      if pending == .dollar, byte == UInt8(ascii: "@") || byte == UInt8(ascii: "*") { expand([byte]) }
    }
  }

  /// Whether plain words are names here: in arithmetic, and in `${…}`.
  private var collectsNames: Bool {
    switch frames[frames.count - 1] {
    case .arithmetic: true
    case .parameter(_, let part): part != .word
    default: false
    }
  }

  /// Ends the name that is being read.
  mutating func endName() {
    guard !name.isEmpty else { return }
    let ended = name
    name = []
    switch frames[frames.count - 1] {
    case .arithmetic, .parameter(_, .arithmetic):
      let isNumber = isPlainName && ended[0].isASCIIDigit
      if !isNumber { flow.evaluate(ended) }
    default: expand(ended)
    }
  }

  /// Notes `$name`: where its value goes, and whether it is read as code there.
  private mutating func expand(_ name: [UInt8]) {
    var isInnermost = true
    for frame in frames.reversed() {
      switch frame {
      case .arithmetic, .parameter(_, .arithmetic): flow.evaluate(name)
      case .commands(let commands):
        if let target = commands.assignedName { flow.assign(name, to: target) }
        if commands.role == .condition, commands.evaluatesArguments { flow.evaluate(name) }
        if commands.role == .argument, ShellBuiltins.danger(of: commands) != nil { flow.evaluate(name) }
        if isInnermost { noteInCondition(name) }
        isInnermost = false
      default: break
      }
    }
  }

  /// Keeps a name in `[[ … ]]`, until it shows whether an operator there does arithmetic.
  private mutating func noteInCondition(_ name: [UInt8]) {
    guard let index = frames.lastIndex(where: { if case .commands = $0 { true } else { false } }),
      case .commands(let current) = frames[index], current.role == .condition, var commands = takeCommands(at: index)
    else { return }
    commands.conditionNames.append(name)
    frames[index] = .commands(commands)
  }
}
