/// The step of a GitHub workflow that pyflow runs in.
public struct GitHubHost: Sendable {
  /// The folder that the repository was checked out into.
  public var workspace: String?
  /// The current folder.
  public var directory: String
  /// Annotations that the step has had already, by kind.
  public var annotations: [GitHubAnnotation.Kind: Int] = [:]

  /// A step in the current folder `directory`.
  public init(workspace: String? = nil, directory: String = "/") {
    self.workspace = workspace
    self.directory = directory
  }

  /// The step of this environment, if it is one.
  public init?(environment: [String: String], directory: @autoclosure () -> String) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    self.init(workspace: environment["GITHUB_WORKSPACE"], directory: directory())
  }

  /// How annotations name a file: from the workspace on, where it is inside.
  func file(_ path: String) -> String {
    let absolute = Self.parts(path.hasPrefix("/") ? path : directory + "/" + path)
    guard let workspace, case let base = Self.parts(workspace), !base.isEmpty else { return path }
    guard absolute.count > base.count, absolute.starts(with: base) else { return path }
    return absolute.dropFirst(base.count).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [Substring] {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }
}
