public import Planning
internal import Text
public import Values

/// The functions that nodes can call: those that are built in, and those of the plugins that were found.
public struct PluginReport: Sendable {
  /// A plugin that was found, and what it says of itself.
  public struct Plugin: Sendable {
    let name: String
    let path: String
    let description: Result<PluginDescription, PluginFault>

    /// A plugin.
    public init(name: String, path: String, description: Result<PluginDescription, PluginFault>) {
      self.name = name
      self.path = path
      self.description = description
    }
  }

  /// The name and version of the JSON form.
  static let schema = "pyflow.plugins/1"

  private let functions: [FunctionSchema]
  private let plugins: [Plugin]
  private let places: [String]

  /// A report on built-in functions, and on the plugins that were found in these places.
  public init(functions: [FunctionSchema], plugins: [Plugin], places: [String]) {
    self.functions = functions
    self.plugins = plugins
    self.places = places
  }

  // MARK: - Text

  /// For people.
  public var text: String {
    var lines = ["built-in functions", ""] + functions.flatMap(Self.lines)
    if plugins.isEmpty { lines.append("no plugins in " + places.joined(separator: ", ")) }
    for plugin in plugins { lines += Self.lines(plugin) }
    while lines.last == "" { lines.removeLast() }
    return lines.map { Self.shown($0) + "\n" }.joined()
  }

  private static func lines(_ plugin: Plugin) -> [String] {
    switch plugin.description {
    case .failure(let fault): return ["plugin \(plugin.name) · \(plugin.path)", "  BROKEN: \(fault.message)", ""]
    case .success(let description):
      let author = description.author.map { " · \($0)" } ?? ""
      let head = "plugin \(plugin.name) \(description.version)\(author) · \(plugin.path)"
      return [head] + (description.summary.map { ["  \($0)"] } ?? []) + [""] + description.functions.flatMap(lines)
    }
  }

  private static func lines(_ function: FunctionSchema) -> [String] {
    let title = function.summary.isEmpty ? "  \(function.name)" : "  \(function.name) – \(function.summary)"
    let parameters = function.parameters.flatMap { parameter in
      ["      \(parameter.name) (\(parameter.rules))"]
        + (parameter.summary.isEmpty ? [] : ["          \(parameter.summary)"])
    }
    let outputs = function.outputs.map { "      → \($0.name): \($0.summary)" }
    return [title] + parameters + outputs + [""]
  }

  /// What plugins say is harmless for a terminal.
  private static func shown(_ line: String) -> String {
    let indent = line.prefix { $0 == " " }
    return indent + OutputText.oneLine(String(line.dropFirst(indent.count)))
  }

  // MARK: - JSON

  /// One JSON document.
  public var json: String {
    JSONStream.document(Self.schema) { stream in
      stream.array("functions", functions) { $0.encode(to: &$1) }
      stream.array("plugins", plugins) { Self.append($0, to: &$1) }
    }
  }

  private static func append(_ plugin: Plugin, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("name", plugin.name)
      stream.member("path", plugin.path)
      switch plugin.description {
      case .failure(let fault): stream.member("problem", fault.message)
      case .success(let description):
        stream.member("version", description.version)
        if let author = description.author { stream.member("author", author) }
        if let summary = description.summary { stream.member("summary", summary) }
        stream.array("functions", description.functions) { $0.encode(to: &$1) }
      }
    }
  }
}
