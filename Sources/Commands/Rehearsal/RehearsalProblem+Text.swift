internal import Running
internal import Templates

/// What a rehearsal cannot do, in words.
extension RehearsalProblem {
  /// What is wrong, and what to write.
  var message: String {
    switch self {
    case .template(let failure): failure.problem.message
    case .fieldsMissing(let node, let names):
      "`\(node)` asks for \(names.joined(separator: ", ")): write { result = \"approve\", fields = { "
        + names.map { "\($0) = …" }.joined(separator: ", ") + " } }"
    case .outputsUnknown(let node):
      "what `\(node)` gives is read, and nobody knows it here: write { outputs = { … } }"
    }
  }
}
