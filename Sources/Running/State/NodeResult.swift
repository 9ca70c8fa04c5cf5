internal import Planning
public import Values

/// What a node that has ended left for others to read (design 4: `nodes.ID.…`).
public struct NodeResult: Sendable {
  /// Exit code of a command, status of an HTTP answer.
  public var exitCode: Int?
  /// The status of an HTTP answer.
  public var httpStatus: Int?
  /// What it printed, as far as it was kept; of an HTTP node the answer's body.
  public var stdout: [UInt8] = []
  /// What it printed on its standard error, as far as it was kept.
  public var stderr: [UInt8] = []
  /// The header fields of an HTTP answer, by their names in lower case.
  public var headers: ValueMap?
  /// Its output as data, where `parse` demands it.
  public var parsed: Value?
  /// Its outputs, once it has succeeded.
  public var outputs: ValueMap?
  /// How long it ran.
  public var duration: Duration = .zero
  /// When it started.
  public var startedAt: Timestamp?

  /// What of it is not what it was, because a run was taken up again and the secrets in it are on no record.
  var masked: Set<ResultAttribute> = []

  /// An empty result.
  public init() {}

  /// What a process or request left.
  init(of result: ActionResult) {
    stdout = result.stdout
    stderr = result.stderr
    exitCode = result.ending.code
    outputs = result.outputs
    if case .answered(let status) = result.ending { httpStatus = status }
    if httpStatus != nil { headers = Self.map(of: result.headers) }
  }

  /// Header fields by their names; what is there several times is joined by commas (RFC 9110, 5.3), but for cookies, whose
  /// values may have commas and so are a list.
  private static func map(of headers: [(name: String, value: String)]) -> ValueMap {
    var map = ValueMap()
    for header in headers {
      let name = header.name.lowercased()
      let before = map[name]
      if name == "set-cookie" {
        map[name] = .list((before?.list ?? []) + [.string(header.value)])
      } else {
        map[name] = .string((before?.string.map { $0 + ", " } ?? "") + header.value)
      }
    }
    return map
  }
}
