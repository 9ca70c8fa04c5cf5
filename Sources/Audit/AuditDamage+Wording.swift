extension AuditVerification.Damage.Kind {
  /// What is wrong, as a sentence about the line.
  public var message: String {
    switch self {
    case .notARecord: "this line is no record"
    case .changed: "this record was changed after it was written"
    case .broken(let expected, let found) where found > expected:
      "records are missing before this one: number \(expected) is expected, this is \(found)"
    case .broken(let expected, let found) where found < expected:
      "this record was added or moved: number \(expected) is expected, this is \(found)"
    case .broken: "this record is not linked to the one before it"
    case .tooLong: "this line is longer than any record"
    }
  }
}
