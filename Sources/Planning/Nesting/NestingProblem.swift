internal import Text

/// The mistakes that show when nested runbooks are put into a plan.
enum NestingProblem: Problem, Equatable {
  case unreadable(String, why: String)
  case recursion([String])
  case tooDeep(limit: Int)
  case tooManyNodes(limit: Int)
  case missingVariable(String, path: String)
  case secretToPlain(String, path: String)
  case withoutEffect([String], path: String)

  var id: String {
    switch self {
    case .unreadable: "plan.nested-unreadable"
    case .recursion, .tooDeep: "plan.recursion"
    case .tooManyNodes: "plan.too-many-instances"
    case .missingVariable: "variable.missing"
    case .secretToPlain: "secret.passed"
    case .withoutEffect: "plan.nested-key"
    }
  }

  var severity: Severity {
    if case .withoutEffect = self { .warning } else { .error }
  }

  var message: String {
    switch self {
    case .unreadable(let path, let why): "`\(path)` cannot be read: \(why)"
    case .recursion(let paths): "runbooks run each other in a circle: " + paths.joined(separator: " → ")
    case .tooDeep(let limit): "runbooks are nested deeper than \(limit)"
    case .tooManyNodes(let limit): "with its nested runbooks the plan has more than \(limit) nodes"
    case .missingVariable(let name, let path): "variable `\(name)` of `\(path)` has no value"
    case .secretToPlain(let name, let path):
      "variable `\(name)` of `\(path)` is given a secret, but is not declared as one"
    case .withoutEffect(let keys, let path):
      keys.map { "`\($0)`" }.joined(separator: ", ")
        + " of `\(path)` \(keys.count == 1 ? "has" : "have") no effect here"
    }
  }

  var hint: String? {
    switch self {
    case .unreadable: "a relative path begins at the folder of this runbook"
    case .recursion: "let one of them do without the other"
    case .tooDeep: "call one of them from further outside"
    case .tooManyNodes: nil
    case .missingVariable(let name, _): "pass it: variables = { \(name) = \"…\" }"
    case .secretToPlain(let name, _): "declare it there: \(name) = { secret = true }"
    case .withoutEffect: "a nested runbook uses those of the runbook that is run"
    }
  }
}
