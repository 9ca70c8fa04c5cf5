internal import Audit
internal import Effects
internal import Planning
internal import Text
internal import Values

/// The texts that a run's plan was made of, as they were then.
struct RecordedSources {
  /// The text of a file as it was, and as it is now.
  struct Source {
    /// Its path, as the run named it.
    let path: String
    let bytes: [UInt8]
    /// What the file holds now, if that is something else; nothing if it cannot be read.
    let change: Change?
  }

  /// What has become of a file.
  enum Change {
    case changed([UInt8])
    case unreadable
  }

  /// Why a text cannot be had.
  enum Problem: Text.Problem, Error {
    /// The records have none.
    case notRecorded
    /// The file that it was recorded in is gone, or is another one.
    case lost(String)
    /// A secret stood in it, which is not recorded, and the file has changed.
    case secretLost(String)
  }

  let sources: [Source]
  /// The folder of the runbook now, absolute.
  let folder: String

  /// The texts of a run that was recorded in the folder of its runbook; what is missing is reported.
  static func read(
    _ start: RunStart, _ reader: RecordedResultReader, into diagnostics: inout Diagnostics
  ) -> RecordedSources {
    if start.sources.isEmpty { diagnostics.report(Problem.notRecorded, at: .origin("run \(start.run)")) }
    let root = start.sources.first?.path ?? ""
    let sources = start.sources.compactMap { source -> Source? in
      let file = source.path.hasPrefix("/") ? source.path : reader.folder + "/" + relative(source.path, to: root)
      do throws(Problem) { return try read(source, file, reader) } catch {
        diagnostics.report(error, at: .file(source.path))
        return nil
      }
    }
    return RecordedSources(sources: sources, folder: reader.folder)
  }

  /// A path as it is from the folder of the runbook, whose own path is `root`.
  private static func relative(_ path: String, to root: String) -> String {
    let folder = root.split(separator: "/").dropLast()
    let parts = path.split(separator: "/")
    let shared = zip(folder, parts).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: folder.count - shared) + parts.dropFirst(shared)).joined(separator: "/")
  }

  private static func read(
    _ source: RunStart.Source, _ file: String, _ reader: RecordedResultReader
  ) throws(Problem) -> Source {
    // What a command printed is in no file.
    let isAnswer = source.path.hasPrefix(TargetQuery.prefix)
    let now = try? FileReader.read(file)
    if let now, SHA256.hash(now).hex == source.digest { return Source(path: source.path, bytes: now, change: nil) }
    guard let text = reader.text(of: source.content) else { throw .lost(source.path) }
    let bytes = Array(text.utf8)
    guard SHA256.hash(bytes).hex == source.digest else { throw .secretLost(source.path) }
    if isAnswer { return Source(path: source.path, bytes: bytes, change: nil) }
    return Source(path: source.path, bytes: bytes, change: now.map { .changed($0) } ?? .unreadable)
  }

  /// The runbook that was run.
  var root: SourceText? { sources.first.map(Self.text) }

  /// How the files differ now from what was recorded; empty where they do not.
  var changes: String {
    sources.map { source in
      switch source.change {
      case nil: ""
      case .unreadable: "\(source.path) cannot be read any more\n"
      case .changed(let now):
        UnifiedDifference.text(
          LineDifference(source.bytes, now), from: "\(source.path) as it was recorded",
          to: "\(source.path) as it is now")
      }
    }.joined()
  }

  /// Those that its nodes use, and what was known of rollouts then; plugins are asked again what they can do, as the same ones must be there.
  func library(_ start: RunStart) -> RunbookLibrary {
    let finder = PluginFinder()
    return RunbookLibrary(
      load: { path in
        guard let source = sources.first(where: { $0.path == path }) else {
          return .failure(RunbookLibrary.LoadFailure(message: "the run has no record of this file"))
        }
        return .success(Self.text(source))
      }, find: { finder.find($0, beside: place(of: $1)) },
      ask: { query in
        sources.first { $0.path == query.name }.map { .success(String(decoding: $0.bytes, as: UTF8.self)) }
      }, zones: .ofMachine, previous: { start.previous[$0] }, wish: start.wish)
  }

  /// Where a folder is now that was named as its runbook's path names it.
  private func place(of folder: String) -> String {
    if folder.hasPrefix("/") { return folder }
    let path = Self.relative(folder.isEmpty ? "x" : folder + "/x", to: sources.first?.path ?? "")
    return ([self.folder] + path.split(separator: "/").dropLast().map(String.init)).joined(separator: "/")
  }

  private static func text(_ source: Source) -> SourceText { SourceText(name: source.path, bytes: source.bytes) }
}

extension RecordedSources.Problem {
  var id: String { "audit.source" }

  var message: String {
    switch self {
    case .notRecorded: "the run has no record of its runbook: an older pyflow began it"
    case .lost(let path): "the text of `\(path)` is on record in a file that is gone, or was changed"
    case .secretLost(let path): "a secret stood in `\(path)`, which is on no record, and the file has changed"
    }
  }

  var hint: String? {
    switch self {
    case .notRecorded: "begin a new run"
    case .lost: "restore the files below .pyflow/runs, or begin a new run"
    case .secretLost: "restore the file as it was"
    }
  }
}
