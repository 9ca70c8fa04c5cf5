internal import Effects

/// Which audit file, and which run in it, the arguments of an `audit` command name.
struct AuditFileArgument {
  let path: String
  let run: String?

  /// `[FILE] [RUN]`: a runbook or an audit file, then a run.
  ///
  /// A single argument that names no file is a run.
  init(_ invocation: Invocation, isFile: (String) -> Bool) throws(UsageProblem) {
    var arguments = invocation.arguments[...]
    var file: String?
    if let first = arguments.first,
      arguments.count > 1 || first.hasSuffix(".toml") || first.contains("/") || isFile(first)
    {
      file = first
      arguments = arguments.dropFirst()
    }
    run = arguments.first
    if let path = invocation.value(of: .audit) {
      self.path = path
    } else if let file, file.hasSuffix(".jsonl") {
      path = file
    } else {
      path = try RunbookFile.choose(file).auditPath
    }
  }

  /// Says why the file cannot be read.
  func unreadable(_ failure: FileReader.Failure, _ console: Console) -> ExitCode {
    let problem = FileProblem(failure: failure, what: "audit")
    console.complain("\(path): \(problem.message)", hint: failure == .missing ? "no run was recorded there yet" : nil)
    return .invalid
  }
}
