internal import Text

/// Parses command lines by the tables of verbs and flags.
///
/// Options and arguments may stand in any order.
struct ArgumentParser {
  private var rest: ArraySlice<String>
  private var invocation: Invocation

  /// The invocation that the arguments after the program's name state.
  static func parse(_ arguments: [String]) throws(UsageProblem) -> Invocation {
    guard let first = arguments.first else { return Invocation(verb: .help) }
    if first == Flag.version.text { return Invocation(verb: .version) }
    if isHelp(first) { return Invocation(verb: .help) }
    let (verb, used) = try verb(in: arguments)
    var parser = ArgumentParser(rest: arguments[used...], invocation: Invocation(verb: verb))
    try parser.parse()
    return parser.invocation
  }

  private static func verb(in arguments: [String]) throws(UsageProblem) -> (Verb, used: Int) {
    for verb in Verb.allCases where arguments.starts(with: verb.words) { return (verb, verb.words.count) }
    let first = arguments[0]
    let longer = Verb.allCases.filter { $0.words[0] == first && $0.words.count > 1 }
    if !longer.isEmpty {
      // `pyflow audit --help` asks for help on both.
      if arguments.contains(where: isHelp) { return (.help, arguments.count) }
      throw .incompleteVerb(first, choices: longer.map { $0.words[1] })
    }
    let names = Verb.allCases.map { $0.words[0] }
    throw .unknownVerb(first, suggestion: Suggestion.closest(to: first, among: names))
  }

  private static func isHelp(_ argument: String) -> Bool {
    argument == Flag.help.text || argument == Flag.help.letter.map { "-\($0)" }
  }

  private mutating func parse() throws(UsageProblem) {
    var optionsEnded = false
    while let argument = rest.popFirst() {
      if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
        invocation.arguments.append(argument)
      } else if argument == "--" {
        optionsEnded = true
      } else if argument.hasPrefix("--") {
        try long(argument)
      } else {
        try short(argument)
      }
    }
    if invocation.has(.help) { return }
    if invocation.arguments.count > invocation.verb.maximumArguments {
      throw .tooManyArguments(invocation.arguments[invocation.verb.maximumArguments], verb: invocation.verb)
    }
  }

  private var flags: [Flag] { invocation.verb.flags + Verb.commonFlags }

  private mutating func long(_ argument: String) throws(UsageProblem) {
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let flag = Flag(rawValue: String(parts[0])), flags.contains(flag) else {
      let suggestion = Suggestion.closest(to: String(parts[0]), among: flags.map(\.rawValue))
      throw .unknownFlag("--\(parts[0])", verb: invocation.verb, suggestion: suggestion.map { "--\($0)" })
    }
    try add(flag, attached: parts.count == 2 ? String(parts[1]) : nil)
  }

  /// `-q`, `-j4`, `-j 4`; letters without values may stand together.
  private mutating func short(_ argument: String) throws(UsageProblem) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let flag = flags.first(where: { $0.letter == letter }) else {
        throw .unknownFlag("-\(letter)", verb: invocation.verb, suggestion: nil)
      }
      if flag.valueName != nil, !letters.isEmpty {
        try add(flag, attached: String(letters))
        return
      }
      try add(flag, attached: nil)
    }
  }

  private mutating func add(_ flag: Flag, attached: String?) throws(UsageProblem) {
    var value = ""
    if flag.valueName == nil {
      if attached != nil { throw .unexpectedValue(flag) }
    } else if let attached {
      value = attached
    } else if let next = rest.popFirst() {
      value = next
    } else {
      throw .missingValue(flag)
    }
    if invocation.has(flag), !flag.isRepeatable, flag.valueName != nil { throw .repeated(flag) }
    invocation.values[flag, default: []].append(value)
  }
}
