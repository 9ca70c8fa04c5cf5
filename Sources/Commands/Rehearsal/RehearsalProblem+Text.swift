internal import Running
internal import Templates

/// What a rehearsal cannot do, in words.
extension RehearsalProblem {
  /// What is wrong.
  var message: String {
    switch self {
    case .template(let failure): failure.problem.message
    case .fieldsMissing(let node, let names):
      "`\(node)` asks for \(names.joined(separator: ", ")), and nobody says that here"
    case .outputsUnknown(let node): "what `\(node)` gives is read, and nobody knows it here"
    }
  }

  /// What to write as the script of the node.
  var script: String? {
    switch self {
    case .template: nil
    case .fieldsMissing(_, let names):
      "{ result = \"approve\", fields = { \(names.map { "\($0) = …" }.joined(separator: ", ")) } }"
    case .outputsUnknown: "{ outputs = { … } }"
    }
  }
}
