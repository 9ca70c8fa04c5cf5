import Audit

extension AuditVerification {
  /// The verification of a whole file.
  static func of(_ bytes: some Collection<UInt8>) -> AuditVerification {
    var verification = AuditVerification()
    verification.update(bytes)
    verification.finish()
    return verification
  }
}
