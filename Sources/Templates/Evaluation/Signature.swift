internal import Text
public import Values

/// The name and parameters of a filter, test or function: what `validate` checks calls against, and what binds them.
public struct Signature: Sendable {
  /// One parameter.
  public struct Parameter: Sendable {
    let name: String
    let defaultValue: Value?

    /// A parameter that must be given.
    public static func required(_ name: String) -> Parameter {
      Parameter(name: name, defaultValue: nil)
    }

    /// A parameter that may be left out.
    public static func optional(_ name: String, _ value: Value) -> Parameter {
      Parameter(name: name, defaultValue: value)
    }
  }

  /// What it is called by.
  public let name: String
  /// Its parameters, required ones first.
  public let parameters: [Parameter]

  /// Whether arguments beyond the parameters are taken.
  let isVariadic: Bool
  /// What the parameters are if none is given; nothing if one must be.
  private let defaults: [Value]?

  /// A signature.
  public init(_ name: String, _ parameters: Parameter...) {
    self.name = name
    self.parameters = parameters
    isVariadic = false
    defaults = Self.defaults(of: parameters)
  }

  /// A signature of parameters that were counted elsewhere.
  init(_ name: String, _ parameters: [Parameter], isVariadic: Bool) {
    self.name = name
    self.parameters = parameters
    self.isVariadic = isVariadic
    defaults = isVariadic ? nil : Self.defaults(of: parameters)
  }

  /// A signature that takes further arguments too: two more values are bound, the list of those without a name and the map of the others.
  init(variadic name: String, _ parameters: Parameter...) {
    self.name = name
    self.parameters = parameters
    isVariadic = true
    defaults = nil
  }

  private static func defaults(of parameters: [Parameter]) -> [Value]? {
    let values = parameters.compactMap(\.defaultValue)
    return values.count == parameters.count ? values : nil
  }

  private var requiredCount: Int { parameters.count { $0.defaultValue == nil } }

  /// One value for each parameter, from the arguments of a call and the defaults.
  public func bind(_ arguments: CallValues) throws(TemplateProblem) -> [Value] {
    if arguments.keywords.isEmpty, !isVariadic {
      // Most calls leave out every argument, or give each.
      if arguments.positional.isEmpty, let defaults { return defaults }
      if arguments.positional.count == parameters.count { return arguments.positional }
    }
    try check(positional: arguments.positional.count, keywords: arguments.keywords.map(\.name))
    var values: [Value] = []
    for (index, parameter) in parameters.enumerated() {
      let keyword = arguments.keywords.last { $0.name == parameter.name }?.value
      let given = index < arguments.positional.count ? arguments.positional[index] : keyword
      values.append(given ?? parameter.defaultValue ?? .null)
    }
    if isVariadic {
      let known = parameters.map(\.name)
      values.append(.list(Array(arguments.positional.dropFirst(parameters.count))))
      let further = arguments.keywords.filter { !known.contains($0.name) }
      values.append(.map(ValueMap(further.map { ($0.name, $0.value) })))
    }
    return values
  }

  /// Checks the form of a call, without knowing any value.
  public func check(positional: Int, keywords: [String]) throws(TemplateProblem) {
    let count = positional + keywords.count
    if positional > parameters.count, !isVariadic {
      throw .argumentCount(name, expected: requiredCount...parameters.count, found: count)
    }
    for (index, keyword) in keywords.enumerated() {
      guard let position = parameters.firstIndex(where: { $0.name == keyword }) else {
        if isVariadic { continue }
        throw .unknownKeyword(keyword, of: name, known: parameters.map(\.name))
      }
      if position < positional || keywords[..<index].contains(keyword) {
        throw .repeatedArgument(keyword, of: name)
      }
    }
    for (index, parameter) in parameters.enumerated()
    where parameter.defaultValue == nil && index >= positional && !keywords.contains(parameter.name) {
      throw .argumentCount(name, expected: requiredCount...parameters.count, found: count)
    }
  }
}
