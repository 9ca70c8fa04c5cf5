/// A value that is too large for a record and goes to a file of its own; the record holds path, size and digest.
public struct AuditSpill: Sendable, Equatable {
  /// The file's name in the run's folder.
  public let name: String
  /// What it holds.
  public let bytes: [UInt8]
}
