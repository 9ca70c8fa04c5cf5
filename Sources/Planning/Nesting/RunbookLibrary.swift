internal import Runbooks
public import Text

/// The files of nested runbooks, each read once.
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

  private let load: Load
  private var runbooks: [String: Result<Runbook, LoadFailure>] = [:]
  /// The sources of the runbooks that were read.
  public private(set) var sources: [SourceText] = []

  /// A library of what `load` finds; of nothing without it.
  public init(load: @escaping Load = { _ in .failure(LoadFailure(message: "no files can be read here")) }) {
    self.load = load
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
