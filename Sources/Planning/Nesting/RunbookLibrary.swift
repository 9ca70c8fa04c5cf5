internal import Runbooks
public import Text
internal import Values

/// What a plan is made of besides its runbook: the files of nested runbooks, template files, plugins and
/// commands that tell which targets there are, each read or asked once.
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

  /// What comes of asking which targets there are: what was printed, or why nothing was; nothing where it is not asked.
  public typealias Ask = (TargetQuery) -> Result<String, LoadFailure>?

  private let load: Load
  private let find: Find
  private let ask: Ask
  private var answers: [String: Result<String, LoadFailure>?] = [:]
  private let zones: ZoneBook
  private let previousVersion: (String) -> PreviousVersion?
  /// A rollout that is to put an older version back, if that is what the plan is for.
  let wish: RolloutReturn?
  private var templates: [String: Result<TemplateFile, LoadFailure>] = [:]
  private var plugins: [[String]: Result<FoundPlugin, PluginFault>] = [:]
  private var runbooks: [String: Result<Runbook, LoadFailure>] = [:]
  /// The sources of the runbooks that were read.
  public private(set) var sources: [SourceText] = []

  /// A library of what `load` and `find` find; of nothing without them.
  public init(
    load: @escaping Load = { _ in .failure(LoadFailure(message: "no files can be read here")) },
    find: @escaping Find = { _, _ in .failure(.missing(places: [])) },
    ask: @escaping Ask = { _ in nil }, zones: ZoneBook = .fixed,
    previous: @escaping (_ target: String) -> PreviousVersion? = { _ in nil }, wish: RolloutReturn? = nil
  ) {
    previousVersion = previous
    self.wish = wish
    self.zones = zones
    self.load = load
    self.find = find
    self.ask = ask
  }

  /// What a command prints that tells which targets there are; nothing where it is not asked.
  func answer(_ query: TargetQuery) -> Result<String, LoadFailure>? {
    if let known = answers[query.name] { return known }
    let answer = ask(query)
    answers[query.name] = answer
    return answer
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

  /// The version that a target has before the run.
  func previous(of target: String) -> PreviousVersion? { previousVersion(target) }

  /// How the clocks of a zone go.
  func rules(of zone: ClockZone) -> ZoneRules? { zones.rules(zone) }

  /// The name of a zone that one which there is not may stand for.
  func zoneLike(_ name: String) -> String? { Suggestion.closest(to: name, among: zones.names()) }

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
