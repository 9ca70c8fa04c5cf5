/// What GitHub's runner makes of what a step prints, after its own parser (`ActionCommand`, `ActionCommandManager`).
///
/// Nothing of pyflow's is used here.
public struct WorkflowLog: Sendable {
  /// A command that the runner carries out.
  public struct Command: Sendable, Equatable {
    /// Its name in lower case.
    public var name: String
    /// What stands before its message.
    public var properties: [String: String] = [:]
    /// What stands at its end.
    public var message: String
  }

  /// The commands that it knows.
  private static let registered: Set<String> = [
    "debug", "notice", "warning", "error", "group", "endgroup", "add-mask", "stop-commands", "add-matcher",
    "remove-matcher", "echo", "set-env", "add-path", "set-output", "save-state", "internal-set-repo-path",
  ]

  /// The commands, in order.
  public private(set) var commands: [Command] = []
  /// The lines that are none, as they are printed.
  public private(set) var lines: [String] = []
  private var stopToken: String?

  /// What the runner makes of `text`, of which it reads a line up to any of CR, LF and both.
  public init(_ text: String) {
    var line: [Unicode.Scalar] = []
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      if scalar == "\n", last == "\r" { continue }
      if scalar == "\n" || scalar == "\r" {
        read(line)
        line = []
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { read(line) }
  }

  /// The messages of the commands of a name.
  public func messages(_ name: String) -> [String] { commands.filter { $0.name == name }.map(\.message) }

  private mutating func read(_ line: [Unicode.Scalar]) {
    guard let command = Self.modern(line, besides: stopToken) ?? Self.legacy(line) else {
      return lines.append(Self.text(line))
    }
    if let token = stopToken {
      if command.name == token.lowercased() { stopToken = nil }
    } else {
      if command.name == "stop-commands" { stopToken = command.message }
      commands.append(command)
    }
  }

  /// `::name k=v,k=v::message`, after white space.
  private static func modern(_ line: [Unicode.Scalar], besides token: String?) -> Command? {
    let line = Array(line.drop { $0.properties.isWhitespace })
    guard line.starts(with: "::".unicodeScalars) else { return nil }
    guard let end = index(of: "::", in: line, from: 2) else { return nil }
    var known = registered
    if let token { known.insert(token.lowercased()) }
    return command(head: line[2..<end], separator: ",", message: line[(end + 2)...], known) {
      unescaped($0, ["%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"])
    } message: {
      unescaped($0, ["%0D": "\r", "%0A": "\n", "%25": "%"])
    }
  }

  /// `##[name k=v;k=v]message`, anywhere.
  private static func legacy(_ line: [Unicode.Scalar]) -> Command? {
    guard let start = index(of: "##[", in: line, from: 0), let end = index(of: "]", in: line, from: start) else {
      return nil
    }
    let escapes = ["%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%"]
    return command(head: line[(start + 3)..<end], separator: ";", message: line[(end + 1)...], registered) {
      unescaped($0, escapes)
    } message: {
      unescaped($0, escapes)
    }
  }

  private static func command(
    head: ArraySlice<Unicode.Scalar>, separator: Unicode.Scalar, message: ArraySlice<Unicode.Scalar>,
    _ known: Set<String>, property: (String) -> String, message unescape: (String) -> String
  ) -> Command? {
    let name = text(head.prefix { $0 != " " }).lowercased()
    guard known.contains(name) else { return nil }
    var command = Command(name: name, message: unescape(text(message)))
    for part in head.drop(while: { $0 != " " }).dropFirst().split(separator: separator) {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let value = property(text(part[(equals + 1)...]))
      if !value.isEmpty { command.properties[text(part[..<equals]).trimmingBlanks] = value }
    }
    return command
  }

  private static func index(of text: String, in line: [Unicode.Scalar], from start: Int) -> Int? {
    let pattern = Array(text.unicodeScalars)
    guard line.count >= pattern.count, start <= line.count - pattern.count else { return nil }
    return (start...(line.count - pattern.count)).first { line[$0..<($0 + pattern.count)].elementsEqual(pattern) }
  }

  /// The percent sign comes last, so that what it stands before is not unescaped twice.
  private static func unescaped(_ text: String, _ escapes: [String: String]) -> String {
    var result: [Unicode.Scalar] = []
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if let replacement = escapes[Self.text(rest.prefix(3))] {
        result += replacement.unicodeScalars
        rest = rest.dropFirst(3)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return Self.text(result)
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension String {
  fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}
