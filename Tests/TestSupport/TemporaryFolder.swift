import Foundation

/// A fresh folder that is removed when nobody refers to it any more.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// The path, without a slash at its end.
  public var path: String { url.path }

  /// Makes a folder of its own.
  public init() {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    url = base.appendingPathComponent("pyflow-test-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, making the folders above it.
  public func write(_ text: String, to name: String, mode: Int? = nil) {
    write(Data(text.utf8), to: name, mode: mode)
  }

  /// Writes a file, making the folders above it.
  public func write(_ data: Data, to name: String, mode: Int? = nil) {
    let file = url.appendingPathComponent(name)
    try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: file)
    if let mode { try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path) }
  }

  /// The text of a file; nothing if there is none.
  public func read(_ name: String) -> String? {
    try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// The bytes of a file; nothing if there is none.
  public func readData(_ name: String) -> Data? {
    try? Data(contentsOf: url.appendingPathComponent(name))
  }

  /// Whether a file or folder exists.
  public func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
  }

  /// The paths of all files and folders in it, sorted.
  public var allFiles: [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The names of the files in a folder, sorted.
  public func list(_ name: String = ".") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(name).path)) ?? []).sorted()
  }
}
