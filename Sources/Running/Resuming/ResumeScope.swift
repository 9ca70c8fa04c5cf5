/// What of a run is wanted when it is taken up again (design 7).
public enum ResumeScope: Sendable, Equatable {
  /// Everything that did not come to a good end, and what that kept from running.
  case rest
  /// That, and these nodes with everything that depends on them, begun anew also where they have succeeded.
  case from([String])
  /// Only what ran and did not come to a good end; what it kept from running stays as it is.
  case failed
}
