internal import Planning

extension Selection {
  /// The members of `run.started` that its parts are recorded in.
  static var fields: [(field: AuditField, part: WritableKeyPath<Selection, [String]>)] {
    [(.only, \.only), (.skip, \.skip), (.from, \.from), (.until, \.until), (.tags, \.tags)]
  }
}
