internal import Text

/// Why nobody knows what a plugin can do.
public enum PluginFault: Error, Sendable, Equatable {
  /// There is none in any of these places.
  case missing(places: [String])
  /// There is such a file, and it may not be run.
  case notExecutable(String)
  case couldNotStart(String)
  /// It did not describe itself in time.
  case hung(limit: String)
  /// It ended badly instead, with the last line of what it said.
  case died(String, said: String?)
  /// It says itself that something is wrong.
  case refused(String)
  /// What it answered is against the protocol.
  case rubbish(String)
  /// It speaks another version of the protocol.
  case unsupported(Int)

  /// What is wrong, to follow the plugin's name.
  public var message: String {
    switch self {
    case .missing: "there is no such plugin"
    case .notExecutable(let path): "\(path) may not be executed"
    case .couldNotStart(let message): "it could not be started: \(message)"
    case .hung(let limit): "it did not describe itself within \(limit)"
    case .died(let how, let said):
      "it ended with \(how) when it was asked to describe itself" + (said.map { ": \($0)" } ?? "")
    case .refused(let message): "it cannot describe itself: \(message)"
    case .rubbish(let message): "it \(message)"
    case .unsupported(let version):
      "it speaks version \(version) of the protocol, and this pyflow version \(PluginProtocol.version)"
    }
  }
}

/// What is wrong with what a node says about a plugin.
enum PluginProblem: Problem, Equatable {
  case unavailable(String, PluginFault)
  case unknownFunction(String, plugin: String, suggestion: String?, all: [String])

  var id: String {
    switch self {
    case .unavailable(_, .missing): "plan.unknown-plugin"
    case .unavailable: "plan.plugin"
    case .unknownFunction: "plan.unknown-function"
    }
  }

  var message: String {
    switch self {
    case .unavailable(let name, .missing): "there is no plugin `\(name)`"
    case .unavailable(let name, let fault): "plugin `\(name)`: \(fault.message)"
    case .unknownFunction(let name, let plugin, _, _): "plugin `\(plugin)` has no function `\(name)`"
    }
  }

  var hint: String? {
    switch self {
    case .unavailable(let name, .missing(let places)):
      "an executable pyflow-plugin-\(name) was looked for in " + places.joined(separator: ", ")
    case .unavailable(_, .notExecutable(let path)): "chmod +x \(ShellWord.quoted(path))"
    case .unavailable(let name, .hung):
      "see what `pyflow plugins` says, and try the plugin by hand: pyflow-plugin-\(name)"
    case .unavailable(_, .unsupported): "take a version of the plugin that speaks it; see docs/plugins.md"
    case .unavailable: "what a plugin must answer stands in docs/plugins.md"
    case .unknownFunction(_, _, let suggestion?, _): "did you mean `\(suggestion)`?"
    case .unknownFunction(_, _, nil, let all):
      all.isEmpty ? "it has none" : "it has " + all.map { "`\($0)`" }.joined(separator: ", ")
    }
  }
}
