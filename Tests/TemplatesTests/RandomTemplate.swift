import TestSupport

/// Templates of random make, from the grammar of what is built.
enum RandomTemplate {
  static func make(_ random: inout SeededRandom) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "{% if (\(expression(3, &random))) %}a{% else %}b{% endif %}"
    case 1: "x{{ \(expression(2, &random)) }}y{{ \(expression(2, &random)) }}"
    default: "{{ \(expression(4, &random)) }}"
    }
  }

  private static let atoms = [
    "n", "z", "f", "s", "e", "t", "o", "l", "m", "m.a", "m['b']", "l[0]", "l[-1]", "missing", "m.zz", "0", "1", "2.0",
    "'x'", "''",
    "\"it's\"", "true", "none", "([1, 2])", "{'k': 1}", "(1)",
  ]
  private static let operators = [
    "+", "-", "*", "/", "//", "~", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in",
  ]
  private static let filters = [
    "upper", "lower", "trim", "length", "first", "last", "join('-')", "default('d')", "default('d', true)",
    "replace('i', 'j')",
  ]

  private static func expression(_ depth: Int, _ random: inout SeededRandom) -> String {
    guard depth > 0 else { return atoms.randomElement(using: &random) ?? "n" }
    func part(_ random: inout SeededRandom) -> String { expression(depth - 1, &random) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0...3: return "\(part(&random)) \(operators.randomElement(using: &random) ?? "+") \(part(&random))"
    case 4: return "not \(part(&random))"
    case 5: return "(\(part(&random)))"
    case 6: return "\(part(&random)) if \(part(&random)) else \(part(&random))"
    case 7, 8: return "\(part(&random)) | \(filters.randomElement(using: &random) ?? "trim")"
    case 9: return "(\(part(&random)) is defined)"  // Jinja2 takes a word after it for an argument.
    case 10: return "-\(atoms.randomElement(using: &random) ?? "n") % 3"
    default: return atoms.randomElement(using: &random) ?? "n"
    }
  }
}
