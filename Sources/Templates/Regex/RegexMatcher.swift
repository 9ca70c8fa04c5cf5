/// Matches by backtracking over continuations that are kept as a list, so that the thread's stack is bounded by the budget's depth.
struct RegexMatcher {
  private let regex: Regex
  private let text: [Unicode.Scalar]
  private var groups: [Range<Int>?]
  private var steps = 0
  private var depth = 0

  init(regex: Regex, text: [Unicode.Scalar]) {
    self.regex = regex
    self.text = text
    groups = Array(repeating: nil, count: regex.groupCount)
  }

  /// What is still to be matched.
  private indirect enum Rest {
    case end
    case node(Regex.Node, Rest)
    case closeGroup(Int, start: Int, Rest)
    /// A repetition, how often it has matched, and where its last round began.
    case repeating(Regex.Node, minimum: Int, maximum: Int, isGreedy: Bool, count: Int, start: Int, Rest)
  }

  mutating func firstMatch(from start: Int, anchored: Bool) throws(TemplateProblem) -> RegexMatch? {
    for position in start...max(start, anchored ? start : text.count) where position <= text.count {
      groups = Array(repeating: nil, count: regex.groupCount)
      if let end = try match(.node(regex.root, .end), at: position) {
        return RegexMatch(range: position..<end, groups: groups)
      }
    }
    return nil
  }

  private mutating func match(_ rest: Rest, at start: Int) throws(TemplateProblem) -> Int? {
    depth += 1
    defer { depth -= 1 }
    if depth > TemplateLimits.regexDepth {
      throw .limitReached("regular expression depth", limit: TemplateLimits.regexDepth)
    }
    var (rest, position) = (rest, start)
    while true {
      steps += 1
      if steps > TemplateLimits.steps { throw .limitReached("regular expression steps", limit: TemplateLimits.steps) }
      switch rest {
      case .end: return position
      case .closeGroup(let number, let begin, let next):
        let before = groups[number - 1]
        groups[number - 1] = begin..<position
        if let end = try match(next, at: position) { return end }
        groups[number - 1] = before
        return nil
      case .repeating(let node, let minimum, let maximum, let isGreedy, let count, let begin, let next):
        if count > minimum, position == begin { return nil }  // A round that matched nothing would go on for ever.
        return try matchRepetition(node, minimum, maximum, isGreedy, count, next, at: position)
      case .node(let node, let next):
        if let width = single(node, at: position) {
          guard width else { return nil }
          position += 1
          rest = next
          continue
        }
        switch node {
        case .empty: rest = next
        case .sequence(let nodes): rest = nodes.reversed().reduce(next) { .node($1, $0) }
        case .group(let inner, let number): rest = .node(inner, .closeGroup(number, start: position, next))
        case .assertion(let assertion):
          guard holds(assertion, at: position) else { return nil }
          rest = next
        case .backReference(let number):
          guard let width = width(ofGroup: number, at: position) else { return nil }
          position += width
          rest = next
        case .lookAhead(let inner, let isNegated):
          let saved = groups
          let found = try match(.node(inner, .end), at: position) != nil
          if isNegated || !found { groups = saved }
          guard found != isNegated else { return nil }
          rest = next
        case .alternatives(let nodes):
          for node in nodes.dropLast() {
            if let end = try match(.node(node, next), at: position) { return end }
          }
          rest = .node(nodes[nodes.count - 1], next)
        case .repetition(let inner, let minimum, let maximum, let isGreedy):
          return try matchRepetition(inner, minimum, maximum, isGreedy, 0, next, at: position)
        case .scalar, .set: return nil
        }
      }
    }
  }

  private mutating func matchRepetition(
    _ node: Regex.Node, _ minimum: Int, _ maximum: Int, _ isGreedy: Bool, _ count: Int, _ next: Rest, at position: Int
  ) throws(TemplateProblem) -> Int? {
    if count == 0, single(node, at: 0) != nil {
      return try matchSingles(node, minimum, maximum, isGreedy, next, at: position)
    }
    let again = Rest.node(
      node,
      .repeating(
        node, minimum: minimum, maximum: maximum, isGreedy: isGreedy, count: count + 1, start: position, next))
    if count < minimum { return try match(again, at: position) }
    if count >= maximum { return try match(next, at: position) }
    let saved = groups
    if let end = try match(isGreedy ? again : next, at: position) { return end }
    groups = saved
    return try match(isGreedy ? next : again, at: position)
  }

  /// Repetitions of one code point need no depth for each of them.
  private mutating func matchSingles(
    _ node: Regex.Node, _ minimum: Int, _ maximum: Int, _ isGreedy: Bool, _ next: Rest, at start: Int
  ) throws(TemplateProblem) -> Int? {
    var count = 0
    let wanted = isGreedy ? maximum : minimum
    while count < wanted, single(node, at: start + count) == true {
      count += 1
      steps += 1
    }
    if count < minimum { return nil }
    while true {
      if let end = try match(next, at: start + count) { return end }
      if isGreedy {
        if count == minimum { return nil }
        count -= 1
      } else {
        if count == maximum || single(node, at: start + count) != true { return nil }
        count += 1
      }
    }
  }

  /// Whether a node that always takes one code point takes the one at `position`; nothing for other nodes.
  private func single(_ node: Regex.Node, at position: Int) -> Bool? {
    switch node {
    case .scalar(let scalar): position < text.count && same(text[position], scalar)
    case .set(let set): position < text.count && contains(set, text[position])
    default: nil
    }
  }

  private func same(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
    a == b || (regex.ignoresCase && a.properties.lowercaseMapping == b.properties.lowercaseMapping)
  }

  private func contains(_ set: RegexSet, _ scalar: Unicode.Scalar) -> Bool {
    guard regex.ignoresCase else { return set.contains(scalar) }
    let forms =
      [scalar] + Array(scalar.properties.lowercaseMapping.unicodeScalars.prefix(1))
      + Array(scalar.properties.uppercaseMapping.unicodeScalars.prefix(1))
    var plain = set
    plain.isNegated = false
    return forms.contains(where: plain.contains) != set.isNegated
  }

  private func width(ofGroup number: Int, at position: Int) -> Int? {
    guard let range = groups[number - 1], position + range.count <= text.count else { return nil }
    for offset in 0..<range.count where !same(text[position + offset], text[range.lowerBound + offset]) { return nil }
    return range.count
  }

  private func holds(_ assertion: Regex.Assertion, at position: Int) -> Bool {
    switch assertion {
    case .textStart: position == 0
    case .textEnd: position == text.count
    case .lastLineEnd: position == text.count || (position == text.count - 1 && text[position] == "\n")
    case .lineStart: position == 0 || text[position - 1] == "\n"
    case .lineEnd: position == text.count || text[position] == "\n"
    case .wordBoundary: isWord(position - 1) != isWord(position)
    case .noWordBoundary: isWord(position - 1) == isWord(position)
    }
  }

  private func isWord(_ position: Int) -> Bool {
    text.indices.contains(position) && CharacterClasses.isWord(text[position])
  }
}
