public import Templates
public import Text
public import Values

/// A variable as `[variables]` declares it.
public struct VariableDeclaration: Sendable {
  /// Its name.
  public let name: String
  /// What it declares.
  public var subject = VariableSubject.variable
  /// Where the name stands.
  public let nameSpan: ByteSpan
  /// Its type.
  public var type: VariableType
  /// Its value where no other is given, of its type.
  public var defaultValue: Value?
  /// Whether a value must be given.
  public var isRequired = false
  /// The values that are allowed; any if there are none.
  public var choices: [Value] = []
  /// The smallest number that is allowed.
  public var minimum: Double?
  /// The largest number that is allowed.
  public var maximum: Double?
  /// What a text must match.
  public var pattern: TextPattern?
  /// What it is for.
  public var description: String?
  /// Whether its value must never be shown.
  public var isSecret = false

  /// A declaration of something that must be given if it has no default.
  public init(name: String, nameSpan: ByteSpan = ByteSpan(0..<0), type: VariableType, defaultValue: Value? = nil) {
    self.name = name
    self.nameSpan = nameSpan
    self.type = type
    self.defaultValue = defaultValue
  }

  /// What it declares, with its name.
  var title: String { subject.title(name) }

  /// What keeps `value`, which is of the variable's type, from being allowed.
  func objection(to value: Value) -> VariableProblem? {
    if Self.containsNUL(value) { return .containsNUL(name) }
    if isSecret, case .string(let text) = value, Self.isTooShort(text) { return .secretTooShort(name) }
    if !choices.isEmpty, !choices.contains(value) {
      return .notAChoice(name, value: displayed(value), choices: displayedChoices)
    }
    if let pattern, case .string(let text) = value, let problem = Self.miss(text, of: pattern) {
      return .patternMissed(
        name, value: isSecret ? SecretMask.replacement : text, pattern: pattern.source, why: problem)
    }
    guard let number = value.number else { return nil }
    if let minimum, number < minimum { return .outOfRange(name, value: value, minimum: minimum, maximum: maximum) }
    if let maximum, number > maximum { return .outOfRange(name, value: value, minimum: minimum, maximum: maximum) }
    return nil
  }

  /// The value as messages may show it.
  public func displayed(_ value: Value) -> Value { isSecret ? .string(SecretMask.replacement) : value }

  /// The choices as messages and menus may show them: those of a secret are secrets too.
  private var displayedChoices: [Value] { isSecret ? [] : choices }

  /// Whether a secret is so short that masking it would mask half of everything; an empty one hides nothing.
  private static func isTooShort(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count < SecretMask.shortestSecret
  }

  /// Why a text does not match; nothing if it does.
  private static func miss(_ text: String, of pattern: TextPattern) -> String? {
    do throws(TemplateProblem) {
      return try pattern.matches(text) ? nil : "it does not match"
    } catch {
      return error.message
    }
  }

  /// Whether a text in the value holds a NUL, which no program could be given.
  private static func containsNUL(_ value: Value) -> Bool {
    var pending = [value]
    while let next = pending.popLast() {
      switch next {
      case .string(let text) where text.utf8.contains(0): return true
      case .list(let items): pending += items
      case .map(let map): pending += map.entries.flatMap { [$0.key, $0.value] }
      default: break
      }
    }
    return false
  }
}
