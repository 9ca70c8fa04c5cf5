/// Upper and lower case of words.
enum WordCase {
  /// The first code point in title case, the others in lower case.
  static func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return "" }
    return first.properties.titlecaseMapping + String(text.unicodeScalars.dropFirst()).lowercased()
  }

  /// Every word capitalized: Jinja2's rule, by which words begin after white space, `-`, and opening brackets.
  static func title(_ text: String) -> String {
    var result = ""
    var word = ""
    for scalar in text.unicodeScalars {
      if CodePoints.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar) {
        result += started(word)
        result.unicodeScalars.append(scalar)
        word = ""
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    return result + started(word)
  }

  private static func started(_ word: String) -> String {
    guard let first = word.unicodeScalars.first else { return "" }
    return String(first).uppercased() + String(word.unicodeScalars.dropFirst()).lowercased()
  }

  /// Python's `str.title`: words are runs of letters.
  static func pythonTitle(_ text: String) -> String {
    var result = ""
    var isInWord = false
    for scalar in text.unicodeScalars {
      result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
      isInWord = scalar.properties.isCased
    }
    return result
  }

  static func swapped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result += scalar.properties.isUppercase ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
    }
    return result
  }
}
