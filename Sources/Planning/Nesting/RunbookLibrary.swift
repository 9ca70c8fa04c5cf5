internal import Runbooks
public import Text

/// What a plan is made of besides its runbook: the files of nested runbooks, template files and plugins, each read or asked
/// once.
public final class RunbookLibrary {
  /// What comes of a path: a text, or why there is none.
  public typealias Load = (_ path: String) -> Result<SourceText, LoadFailure>

  /// Why a file cannot be read.
  public struct LoadFailure: Error {
    /// The words for it.
    public let message: String

    /// A failure in these words.
    public init(message: String) {
      self.message = message
    }
  }

  /// What comes of asking for a plugin by its name and the folder of the runbook that calls it.
  public typealias Find = (_ name: String, _ folder: String) -> Result<FoundPlugin, PluginFault>

  private let load: Load
  private let find: Find
  private var templates: [String: Result<TemplateFile, LoadFailure>] = [:]
  private var plugins: [[String]: Result<FoundPlugin, PluginFault>] = [:]
  private var runbooks: [String: Result<Runbook, LoadFailure>] = [:]
  /// The sources of the runbooks that were read.
  public private(set) var sources: [SourceText] = []

  /// A library of what `load` and `find` find; of nothing without them.
  public init(
    load: @escaping Load = { _ in .failure(LoadFailure(message: "no files can be read here")) },
    find: @escaping Find = { _, _ in .failure(.missing(places: [])) }
  ) {
    self.load = load
    self.find = find
  }

  /// The template file at a path; what is wrong with its text is reported the first time.
  func template(at path: String, into diagnostics: inout Diagnostics) -> Result<TemplateFile, LoadFailure> {
    if let known = templates[path] { return known }
    let result = load(path).flatMap { source in
      TemplateFile(source).map { .success($0) } ?? .failure(LoadFailure(message: "it is not UTF-8 text"))
    }
    if case .success(let file) = result { diagnostics.append(contentsOf: file.diagnostics) }
    templates[path] = result
    return result
  }

  /// The plugin of a name that a runbook in `folder` calls.
  func plugin(_ name: String, beside folder: String) -> Result<FoundPlugin, PluginFault> {
    if let known = plugins[[name, folder]] { return known }
    let result = find(name, folder)
    plugins[[name, folder]] = result
    return result
  }

  /// The runbook in a file; what is wrong with its text is reported the first time.
  func runbook(at path: String, into diagnostics: inout Diagnostics) -> Result<Runbook, LoadFailure> {
    if let known = runbooks[path] { return known }
    let result = load(path).map { source in
      sources.append(source)
      return RunbookReader.read(source, into: &diagnostics)
    }
    runbooks[path] = result
    return result
  }
}
