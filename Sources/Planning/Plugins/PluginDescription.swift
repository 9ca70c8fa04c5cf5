public import Values

/// What a plugin says about itself.
public struct PluginDescription: Sendable {
  /// Its name.
  public let name: String
  /// Its version.
  public let version: String
  /// Who has made it, if it says so.
  public let author: String?
  /// What it is for, if it says so.
  public let summary: String?
  /// Its functions.
  public let functions: [FunctionSchema]

  /// The function of a name.
  public func function(named name: String) -> FunctionSchema? { functions.first { $0.name == name } }

  /// Reads all that a plugin has printed when it was asked to describe itself; a pure function, for any bytes.
  public static func read(_ output: [UInt8], name: String) -> Result<PluginDescription, PluginFault> {
    do throws(PluginLine.Mistake) {
      var found: PluginLine?
      for line in output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) where !line.isEmpty {
        guard line.count <= PluginProtocol.lineLimit else {
          throw PluginLine.Mistake("printed a line of more than \(PluginProtocol.lineLimit) bytes")
        }
        let line = try PluginLine(line)
        if let message = line.type == "error" ? try line.text("message") ?? "" : nil {
          return .failure(.refused(message))
        }
        guard line.type == "describe" else { throw PluginLine.Mistake("answered with `\(line.type)`, not `describe`") }
        guard found == nil else { throw PluginLine.Mistake("described itself twice") }
        found = line
      }
      guard let found else { throw PluginLine.Mistake("printed nothing") }
      // Of another version nothing else is sure.
      guard let version = found.members["protocol"]?.int else {
        throw PluginLine.Mistake("did not say which `protocol` it speaks")
      }
      guard version == PluginProtocol.version else { return .failure(.unsupported(version)) }
      return .success(try PluginDescription(found, name: name))
    } catch {
      return .failure(.rubbish(error.message))
    }
  }

  private init(_ line: PluginLine, name: String) throws(PluginLine.Mistake) {
    guard let own = try line.text("name"), own == name else {
      throw PluginLine.Mistake("calls itself `\((try line.text("name")) ?? "")`, not `\(name)`")
    }
    guard let version = try line.text("version") else { throw PluginLine.Mistake("did not say its `version`") }
    self.name = own
    self.version = version
    author = try line.text("author")
    summary = try line.text("summary")
    guard let list = line.members["functions"]?.list else { throw PluginLine.Mistake("has no list of `functions`") }
    guard list.count <= PluginProtocol.countLimit else {
      throw PluginLine.Mistake("has more than \(PluginProtocol.countLimit) functions")
    }
    var functions: [FunctionSchema] = []
    var names: Set<String> = []
    for value in list {
      let function = try PluginSchemaReader.function(value)
      guard names.insert(function.name).inserted else {
        throw PluginLine.Mistake("has two functions `\(function.name)`")
      }
      functions.append(function)
    }
    self.functions = functions
  }
}
