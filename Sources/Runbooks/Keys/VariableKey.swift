/// The keys of a variable's table in `[variables]` (design 3.2).
public enum VariableKey: String, Sendable, CaseIterable {
  case defaultValue = "default"
  case required, type, choices, min, max, pattern, description, secret

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .defaultValue: KeyDefinition(.any, "the value if none is given")
    case .required: KeyDefinition(.boolean, "whether a value must be given")
    case .type: KeyDefinition(.string, "\"string\", \"int\", \"float\", \"bool\", \"list\" or \"dict\"")
    case .choices: KeyDefinition(.list, "the values that are allowed")
    case .min: KeyDefinition(.number, "the smallest value that is allowed")
    case .max: KeyDefinition(.number, "the largest value that is allowed")
    case .pattern: KeyDefinition(.string, "a regular expression that the whole value must match")
    case .description: KeyDefinition(.string, "what it is for")
    case .secret: KeyDefinition(.boolean, "whether the value must never be shown")
    }
  }
}
