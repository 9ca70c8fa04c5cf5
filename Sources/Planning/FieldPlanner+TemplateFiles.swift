internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// The template files that `render` renders: read, checked and kept while planning, as nested runbooks are.
extension FieldPlanner {
  mutating func templateFile(of call: FunctionDeclaration) -> PlanTemplateFile? {
    let schema = call.function.schema
    guard let argument = call.parameters.first(where: { schema.parameter(named: $0.name)?.name == "template" }),
      let path = known(argument.value, key: argument.name)?.string
    else { return nil }
    let whole = FilePath.join(FilePath.folder(of: source.name), path)
    var found = Diagnostics()
    let result = library.template(at: whole, into: &found)
    append(found)
    switch result {
    case .failure(let failure):
      report(of: TemplateFileProblem.unreadable(whole, why: failure.message), at: argument.valueSpan)
      return nil
    case .success(let file):
      let content = having(\.source, file.source) { $0.planned(file, as: argument.valueSpan) }
      return PlanTemplateFile(source: file.source, content: content, lineEnd: file.template?.lineEnd ?? "")
    }
  }

  /// The content of a file, rendered as far as variables allow; what is wrong stands in the file.
  ///
  /// What it refers to is referred to at `place` for everybody else, who knows the runbook's text alone.
  private mutating func planned(_ file: TemplateFile, as place: ByteSpan) -> ValueTemplate {
    guard let template = file.template else { return .literal(.string(file.text)) }
    let (content, found) = having(\.resolver.source, file.source) {
      $0.apart { $0.plan(ValueTemplate.template(template)) }
    }
    references.append(found.placed(at: place))
    return content
  }
}

/// What keeps a template file from being read.
enum TemplateFileProblem: Problem, Equatable {
  case unreadable(String, why: String)

  var id: String { "plan.template-unreadable" }

  var message: String {
    switch self {
    case .unreadable(let path, let why): "`\(path)` cannot be read: \(why)"
    }
  }

  var hint: String? { "a relative path begins at the folder of this runbook" }
}
