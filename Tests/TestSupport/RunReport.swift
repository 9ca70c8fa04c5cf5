import Foundation

/// What `run --json` prints.
public struct RunReport: Decodable, Sendable {
  /// A node of it.
  public struct Node: Decodable, Sendable {
    /// Its id.
    public let id: String
    /// How it ended.
    public let status: String
    /// Why.
    public let reason: String?
    /// Its command's exit code.
    public let exitCode: Int?
  }

  /// The run's id.
  public let run: String
  /// How it ended.
  public let status: String
  /// The nodes, in file order.
  public let nodes: [Node]

  /// The nodes and how they ended, by id: `build succeeded, deploy failed`.
  public var summary: String {
    nodes.sorted { $0.id < $1.id }.map { "\($0.id) \($0.status)" }.joined(separator: ", ")
  }

  /// The ids of the nodes that ended as `status`, in file order.
  public func ids(_ status: String) -> [String] { nodes.filter { $0.status == status }.map(\.id) }
}

extension Program.Result {
  /// The report on the standard output, of a run with `--json`; nothing if it is none.
  public var report: RunReport? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(RunReport.self, from: Data(output.utf8))
  }
}
