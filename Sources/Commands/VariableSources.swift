internal import Effects
internal import Runbooks
internal import Text

/// Collects what the command line, files and the process give to variables, weakest first (design 3.2).
struct VariableSources {
  private let invocation: Invocation
  private let environment: [String: String]
  /// The environment of the runbook that was chosen.
  private let chosen: String?

  /// Sources of values for a new run, or for one that was begun with the environment `recorded`.
  init(_ invocation: Invocation, environment: [String: String], recorded: String? = nil) {
    self.invocation = invocation
    self.environment = environment
    chosen = recorded ?? invocation.value(of: .environment)
  }

  /// Whether an environment was asked for that is not there, so that what it would give is not missing.
  func lacksEnvironment(in runbook: Runbook) -> Bool {
    guard let name = chosen else { return false }
    return !runbook.settings.environments.contains { $0.name == name }
  }

  /// Every value that is given to a runbook's variables; what cannot be read is reported.
  func assignments(
    for runbook: Runbook, into diagnostics: inout Diagnostics
  ) throws(UsageProblem) -> [VariableAssignment] {
    var result = chosenEnvironment(of: runbook, into: &diagnostics)
    for prefix in invocation.values[.variablesPrefix] ?? [] {
      if prefix.isEmpty {
        throw .invalidValue(.variablesPrefix, prefix, expected: "the beginning of names, such as APP_")
      }
      result += fromProcess(prefix, into: &diagnostics)
    }
    for path in invocation.values[.variablesFile] ?? [] {
      result += fromFile(path, hasSecrets: runbook.variables.contains(where: \.isSecret), into: &diagnostics)
    }
    return result + (try fromCommandLine())
  }

  private func chosenEnvironment(of runbook: Runbook, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    let environments = runbook.settings.environments
    let chosen = chosen.flatMap {
      RunbookEnvironment.choose($0, among: environments, into: &diagnostics)
    }
    // A mistake in another environment is a mistake in the runbook too.
    for other in environments where other.name != chosen?.name {
      other.check(against: runbook.variables, in: runbook.source, into: &diagnostics)
    }
    return chosen?.assignments ?? []
  }

  private func fromProcess(_ prefix: String, into diagnostics: inout Diagnostics) -> [VariableAssignment] {
    let names = environment.keys.filter { $0.hasPrefix(prefix) && $0 != prefix }.sorted()
    return names.map { name in
      if !OwnProcess.isText(name) {
        diagnostics.report(VariableProblem.invalidUTF8(String(name.dropFirst(prefix.count))), at: .origin("$\(name)"))
      }
      return VariableAssignment(
        name: String(name.dropFirst(prefix.count)), content: .text(environment[name] ?? ""),
        source: .process(variable: name), place: .origin("$\(name)"))
    }
  }

  /// The values of a file, whose lines are never quoted if they may hold secrets.
  private func fromFile(
    _ path: String, hasSecrets: Bool, into diagnostics: inout Diagnostics
  ) -> [VariableAssignment] {
    do throws(FileReader.Failure) {
      let source = SourceText(name: path, bytes: try FileReader.read(path), isConfidential: hasSecrets)
      var found = Diagnostics()
      let assignments = VariablesFile.read(source, into: &found)
      for item in found.items { diagnostics.append(hasSecrets ? item.withoutQuotations : item) }
      return assignments
    } catch {
      diagnostics.report(FileProblem(failure: error, what: "variables"), at: .file(path))
      return []
    }
  }

  private func fromCommandLine() throws(UsageProblem) -> [VariableAssignment] {
    try invocation.assignments(of: .var)
  }
}

extension Invocation {
  /// The values that a repeatable option gives: `NAME=VALUE`.
  func assignments(of flag: Flag) throws(UsageProblem) -> [VariableAssignment] {
    var result: [VariableAssignment] = []
    for text in values[flag] ?? [] {
      guard let equals = text.firstIndex(of: "=") else { throw .invalidVariable(flag, text) }
      let name = String(text[..<equals])
      result.append(
        VariableAssignment(
          name: name, content: .text(String(text[text.index(after: equals)...])), source: .commandLine,
          place: .origin("\(flag.text) \(name)")))
    }
    return result
  }
}
