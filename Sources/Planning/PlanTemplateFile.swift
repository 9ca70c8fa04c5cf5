public import Templates
public import Text

/// A template file that is part of the plan: read once, while planning.
public struct PlanTemplateFile: Sendable {
  /// Its text.
  public let source: SourceText
  /// Its text as a template, or as it is where nothing in it is one.
  public let content: ValueTemplate
  /// The newline that it ends in, if it is a template, which would drop it.
  let lineEnd: String
}

extension Plan {
  /// The texts of the template files that its nodes, and what undoes these, render.
  public var templateSources: [SourceText] {
    nodes.flatMap { [$0.action, $0.rollback?.action].compactMap { $0?.templateSource } }
  }
}

extension PlanAction {
  fileprivate var templateSource: SourceText? {
    switch self {
    case .function(let call): call.template?.source
    case .group(let group): group.late?.template.action.templateSource
    default: nil
    }
  }
}
