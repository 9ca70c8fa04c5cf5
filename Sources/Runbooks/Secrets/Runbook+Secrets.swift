internal import Templates
internal import Values

extension Runbook {
  /// The names that stand for secrets in its templates: variables, and `secrets` itself.
  public var secretNames: Set<String> { Self.secretNames(variables, settings.secrets) }

  static func secretNames(_ variables: [VariableDeclaration], _ secrets: [SecretDeclaration]) -> Set<String> {
    Set(variables.lazy.filter(\.isSecret).map(\.name) + (secrets.isEmpty ? [] : [Expression.secretsName]))
  }

  /// The values of secrets that stand in its text: defaults of variables, those of environments, and what lets others
  /// send messages.
  public var writtenSecrets: [String] {
    writtenValues + settings.channels.flatMap(\.writtenCredentials)
  }

  private var writtenValues: [String] {
    let secrets = variables.filter(\.isSecret)
    let names = Set(secrets.map(\.name))
    let assigned = settings.environments.flatMap(\.assignments).filter { names.contains($0.name) }
    return secrets.compactMap(\.defaultValue?.string)
      + assigned.compactMap { assignment in
        switch assignment.content {
        case .text(let text): text
        case .value(let value): value.string
        }
      }
  }
}
