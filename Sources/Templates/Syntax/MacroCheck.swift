internal import Values

/// Checks calls of a template's own macros against their parameters.
enum MacroCheck {
  /// The failures of all calls whose macro is certain: defined once, and its name bound by nothing else.
  static func failures(in template: Template) -> [TemplateFailure] {
    let macros = certainMacros(in: template.statements)
    guard !macros.isEmpty else { return [] }
    var failures: [TemplateFailure] = []
    for expression in template.expressions {
      expression.walk { part in
        guard case .call(let callee, let arguments) = part.kind, case .local(let name) = callee.kind,
          let signature = macros[name], arguments.isCountKnown
        else { return }
        do throws(TemplateProblem) {
          let keywords = arguments.keywords.map(\.name).filter { $0 != "caller" }
          try signature.check(positional: arguments.positional.count, keywords: keywords)
        } catch {
          failures.append(TemplateFailure(error, at: callee.span))
        }
      }
    }
    return failures
  }

  private static func certainMacros(in statements: [Statement]) -> [String: Signature] {
    var macros: [String: Signature] = [:]
    var counts: [String: Int] = [:]
    func visit(_ statements: [Statement]) {
      for statement in statements {
        for name in statement.boundNames { counts[name, default: 0] += 1 }
        if case .macro(let macro) = statement { macros[macro.name] = macro.signature }
        for body in statement.bodies { visit(body) }
      }
    }
    visit(statements)
    return macros.filter { counts[$0.key] == 1 }
  }
}

extension MacroDefinition {
  /// What a call must give.
  ///
  /// A parameter without a default may be left out: it is undefined then, which the macro may ask about.
  var signature: Signature {
    let parameters = parameters.map { Signature.Parameter.optional($0.name, .null) }
    return Signature(name, parameters, isVariadic: takesMoreArguments)
  }
}

extension Statement {
  /// The names that the statement itself binds.
  var boundNames: [String] {
    switch self {
    case .loop(let loop): loop.target.names
    case .assignment(let target, _): target.names
    case .scoped(let bindings, _): bindings.flatMap(\.target.names)
    case .macro(let macro): [macro.name] + macro.parameters.map(\.name)
    case .text, .output, .branches, .evaluation, .exit: []
    }
  }

  /// The statements inside it, body by body.
  var bodies: [[Statement]] {
    switch self {
    case .branches(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .loop(let loop): [loop.body, loop.otherwise]
    case .scoped(_, let body): [body]
    case .macro(let macro): [macro.body]
    case .text, .output, .assignment, .evaluation, .exit: []
    }
  }
}
