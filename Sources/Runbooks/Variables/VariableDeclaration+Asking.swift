public import Values

/// Asking a person for a value: the words, and what an answer means (design 3.2).
extension VariableDeclaration {
  /// The choices that a menu shows; those of a secret are secrets too.
  public var menu: [Value] { isSecret ? [] : choices }

  /// The menu's lines; none if there are no choices.
  public var menuLines: [String] {
    menu.enumerated().map { "  \($0 + 1)) \(String.convert($1) ?? "")" }
  }

  /// What stands before the answer: the name, the numbers of the menu, and the default.
  public var prompt: String {
    let range = menu.isEmpty ? "" : " (1-\(menu.count))"
    let value = defaultValue.map { value in
      let shown = displayed(value)
      return " [\(String.convert(shown) ?? JSONWriter.string(shown))]"
    }
    return "\(name)\(range)\(value ?? ""): "
  }

  /// What a line that was typed stands for: a choice by its number, or the value itself.
  public func content(ofAnswer text: String) -> VariableAssignment.Content {
    let chosen = Int(text.trimmed).flatMap { menu.indices.contains($0 - 1) ? menu[$0 - 1] : nil }
    return chosen.map { .value($0) } ?? .text(text)
  }
}
