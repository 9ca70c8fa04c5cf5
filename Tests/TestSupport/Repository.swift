import Foundation

/// The files of the project itself, for tests of its runbooks, its documentation and its scripts.
public enum Repository {
  /// Its folder.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of one of its files; nothing if there is none.
  public static func read(_ path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The paths of the files below a folder whose names end in `suffix`, sorted.
  public static func files(below folder: String, suffix: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    let paths = names?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }
}

extension TemporaryFolder {
  /// Copies a file or folder of the project into this one, under its own name or another.
  public func copy(_ path: String, as name: String? = nil) {
    let source = Repository.root.appendingPathComponent(path)
    let target = url.appendingPathComponent(name ?? source.lastPathComponent)
    try? FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? FileManager.default.copyItem(at: source, to: target)
  }
}
