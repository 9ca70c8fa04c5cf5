import Foundation

/// Random runbooks, the same for the same seed.
public enum RandomRunbook {
  /// How many blocks of random runbooks a test tries: `usual`, or `GRAPHS` times as many.
  public static func blocks(of usual: Int) -> Int {
    usual * (ProcessInfo.processInfo.environment["GRAPHS"].flatMap(Int.init) ?? 1)
  }

  /// A runbook of so many nodes that depend on each other in all forms.
  public static func text(nodes count: Int, _ random: inout SeededRandom) -> String {
    var text = "[runbook]\non_failure = \"continue\"\n"
    for index in 0..<count {
      text += "[n\(index)]\ncommand = \"work\"\n"
      func earlier() -> String { earlierNode(than: index, &random) }
      if index > 0 { text += dependencies(of: index, &random) }
      switch Int.random(in: 0..<14, using: &random) {
      case 0: text += "skip = true\n"
      case 1: text += "when = \"false\"\n"
      case 2 where index > 0: text += "when = \"has_failed('\(earlier())')\"\n"
      case 3 where index > 0: text += "when = \"not has_failed('\(earlier())')\"\n"
      case 4 where index > 0: text += "when = \"has_succeeded('\(earlier())')\"\n"
      case 5: text += "allow_failure = true\n"
      case 6 where index > 0: text += "when = \"always()\"\ndepends_on = [\"\(earlier())\"]\n"
      default: break
      }
    }
    return text
  }

  private static func earlierNode(than index: Int, _ random: inout SeededRandom) -> String {
    "n\(Int.random(in: 0..<max(1, index), using: &random))"
  }

  private static func dependencies(of index: Int, _ random: inout SeededRandom) -> String {
    func earlier() -> String { earlierNode(than: index, &random) }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "depends_on = []\n"
    case 1: return "depends_on = \"*\"\n"
    case 2: return "depends_on = [\"^\", \"\(earlier())\"]\n"
    case 3, 4:
      let requirement = ["success", "failure", "skipped", "done"].randomElement(using: &random) ?? "done"
      let join = ["any", "all"].randomElement(using: &random) ?? "any"
      return "depends_on = [\"\(earlier()):\(requirement)\", \"\(earlier()):success\"]\njoin = \"\(join)\"\n"
    case 5: return "depends_on = [\"\(earlier())\", \"\(earlier()):done\"]\n"
    default: return ""
    }
  }
}
