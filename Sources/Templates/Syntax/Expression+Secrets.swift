internal import Values

/// What expressions have to do with secrets.
extension Expression {
  /// The name under which templates find the secrets of a runbook: `secrets.NAME` (design 4).
  public static let secretsName = "secrets"

  /// The name of the variable or secret that the expression is; nothing for one that computes something.
  var plainName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(let base, let name, _): base.isSecrets ? name : nil
    case .item(let base, let key): base.isSecrets ? key.writtenText : nil
    default: nil
    }
  }

  /// Whether a text stands in it as it is, such as what `default` gives: everybody who can read the runbook knows it.
  func states(_ text: String) -> Bool {
    var found = false
    walk { part in
      if part.writtenText == text { found = true }
    }
    return found
  }

  private var writtenText: String? {
    guard case .literal(.string(let text)) = kind else { return nil }
    return text
  }

  private var isSecrets: Bool {
    if case .name(Self.secretsName) = kind { true } else { false }
  }

  /// Whether its value may show one of `secrets`, which are names, or one of the key-value store; the path of a file that holds one does not.
  public func reveals(anyOf secrets: Set<String>) -> Bool {
    switch kind {
    case .name(let name): secrets.contains(name)
    case .filter where isFile: false
    case .item where plainName.flatMap(Self.storeKey) != nil: true
    default: children.contains { $0.reveals(anyOf: secrets) }
    }
  }

  /// Whether it is the path of a file that it has written: `… | as_file`.
  public var isFile: Bool {
    if case .filter(_, let call) = kind { call.filter === Filter.asFile } else { false }
  }
}

extension Template {
  /// Whether its text may show one of `secrets`, which are names.
  public func reveals(anyOf secrets: Set<String>) -> Bool {
    expressions.contains { $0.reveals(anyOf: secrets) }
  }
}
