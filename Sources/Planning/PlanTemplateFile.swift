public import Templates
public import Text

/// A template file that is part of the plan: read once, while planning.
public struct PlanTemplateFile: Sendable {
  /// Its text.
  public let source: SourceText
  /// Its text as a template, or as it is where nothing in it is one.
  public let content: ValueTemplate
}
