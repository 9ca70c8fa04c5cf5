public import Values

/// The limits of a node's processes as the runbook states them (design 3.3, `limits`).
public struct LimitFields: Sendable {
  /// The processor time of each of them.
  public var cpu: Field<CPULimit>?
  /// The memory of each of them.
  public var memory: Field<MemoryLimit>?
  /// The files that each of them has open.
  public var files: Field<FileLimit>?
  /// How far they stand back for others.
  public var nice: Field<Niceness>?

  /// No limits.
  public init() {}

  /// The limits in one line; templates as they are written.
  public var text: String {
    let parts = [
      Self.text(cpu, "cpu") { $0.text }, Self.text(memory, "memory") { $0.text },
      Self.text(files, "files") { String($0.count) }, Self.text(nice, "nice") { String($0.number) },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  private static func text<Content>(
    _ field: Field<Content>?, _ name: String, _ words: (Content) -> String
  ) -> String? {
    field.map { "\(name) " + ($0.literal.map(words) ?? $0.template?.text ?? "") }
  }
}
